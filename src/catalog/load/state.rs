//! The form `state` of every kind that CX as Code makes: the provider keeps in the state what it takes in a resource,
//! under the same names, so nothing is declared for it.

use std::collections::BTreeMap;

use super::super::{Field, Form, Identity, Step};

/// Adds the form where there is CX as Code: the id that the platform gave stands there, which CX as Code cannot know.
pub(super) fn add_identity(forms: &mut BTreeMap<Form, Identity>) {
    let Some(terraform) = forms.get(&Form::Terraform) else { return };
    let id = Some(vec![Step::Key("id".to_owned())]);
    let identity = Identity { id, name: terraform.name.clone() };
    forms.insert(Form::State, identity);
}

/// Gives a field the places, the default and the spellings that it has in CX as Code.
pub(super) fn add_places(field: &mut Field) {
    copy(&mut field.places);
    copy(&mut field.defaults);
    copy(&mut field.values);
}

fn copy<T: Clone>(by_form: &mut BTreeMap<Form, T>) {
    if let Some(terraform) = by_form.get(&Form::Terraform).cloned() {
        by_form.insert(Form::State, terraform);
    }
}
