"""The modules of scripts/generate-schemas: `kinds` and `facts` are tables, the others make files of them."""
