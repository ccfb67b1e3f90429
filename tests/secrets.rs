//! No secret of a file is in any output, whatever the format: every form of credential, with findings beside, on and in
//! front of it, and everything that the command can say.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod front_door;

use std::fmt::Write;

use base64::Engine;
use tempfile::TempDir;

use front_door::{Ran, run, tree};

/// What is secret in the files: each with a number of its own, so that a leak can be told.
struct Secrets(Vec<String>);

impl Secrets {
    /// A secret of letters, digits and signs that no syntax minds.
    fn another(&mut self) -> String {
        let number = self.0.len();
        self.0.push(format!("sEcr3t{number:02}Xy.Zq-{number:02}wK9_vB4"));
        self.0.last().unwrap().clone()
    }

    /// One that is written in the shape of a JSON web token.
    fn token(&mut self) -> String {
        let number = self.0.len();
        self.0.push(format!(
            "eyJhbGciOiJIUzI{number:02}.eyJzdWIiOiIxMjM{number:02}.dGhlIHNpZ25hdHV{number:02}"
        ));
        self.0.last().unwrap().clone()
    }

    /// The lines of a private key.
    fn private_key(&mut self) -> Vec<String> {
        let number = self.0.len();
        let line =
            |at: usize| format!("MIIEpAIBAAKCAQEA{number:02}b{at}yZ8m3kQ4vNw5L7tXc2RjPfHsGdUe");
        let lines: Vec<String> = (0..3).map(line).collect();
        self.0.extend(lines.clone());
        lines
    }
}

/// Keys that no schema knows and that stand there twice around an entry, so that findings show the lines around it.
fn around_json(entry: &str) -> String {
    format!("\"zzz\": 1, \"zzz\": 2,\n  {entry},\n  \"yyy\": 1, \"yyy\": 2")
}

fn around_yaml(entry: &str) -> String {
    format!("zzz: 1\nzzz: 2\n{entry}\nyyy: 1\nyyy: 2\n")
}

fn around_hcl(entry: &str) -> String {
    format!("  zzz = 1\n  zzz = 2\n{entry}\n  yyy = 1\n  yyy = 2\n")
}

/// Credentials in Platform API JSON, in all the places where they are known to stand.
#[expect(clippy::too_many_lines, reason = "one fixture, which is read as a whole")]
fn api(secrets: &mut Secrets) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut add = |name: &str, entry: &str| {
        let id = "\"id\": \"0f1c9a52-5f0e-4f0b-8a77-3d9c1f1e2a01\", \"name\": \"x\"";
        let uri = "\"selfUri\": \"/api/v2/routing/queues/0f1c9a52-5f0e-4f0b-8a77-3d9c1f1e2a01\"";
        let text = format!("{{\n  {id},\n  {},\n  {uri}\n}}\n", around_json(entry));
        files.push((format!("api/{name}.json"), text));
    };
    for key in ["secret", "clientSecret", "password", "apiKey", "accessToken", "x-api-key"] {
        add(key, &format!("\"{key}\": \"{}\"", secrets.another()));
    }
    add(
        "line",
        &format!(
            "\"client_secret\":\"{}\",\"zzz\":3,\"password\" : \"{}\"",
            secrets.another(),
            secrets.another()
        ),
    );
    add("list", &format!("\"secrets\": [\"{}\", \"{}\"]", secrets.another(), secrets.another()));
    add(
        "inside",
        &format!("\"credentials\": {{ \"user\": {{ \"pin\": \"{}\" }} }}", secrets.another()),
    );
    add(
        "sip",
        &format!(
            "\"properties\": {{ \"trunk_sip_authorization_credentials_password\": {{ \"type\": \"string\",\n \"value\": {{ \"instance\": \"{}\" }} }} }}",
            secrets.another()
        ),
    );
    add(
        "string",
        &format!(
            "\"properties\": \"{{\\\"x_password\\\": {{\\\"value\\\": {{\\\"instance\\\": \\\"{}\\\"}}}}, \\\"b\\\": 1}}\"",
            secrets.another()
        ),
    );
    add(
        "bearer",
        &format!(
            "\"headers\": {{ \"Accept\": \"x\", \"X-Forwarded\": \"Bearer {}\" }}",
            secrets.another()
        ),
    );
    add("basic", &format!("\"headers\": {{ \"Authorization\": \"Basic {}\" }}", secrets.another()));
    add("url", &format!("\"hook\": \"https://user:{}@example.org/x\"", secrets.another()));
    add("query", &format!("\"hook\": \"https://example.org/x?api_key={}&b=c\"", secrets.another()));
    add(
        "form",
        &format!("\"body\": \"grant_type=password&client_secret={}&x=y\"", secrets.another()),
    );
    add("jwt", &format!("\"anything\": \"{}\"", secrets.token()));
    add(
        "pem",
        &format!(
            "\"certificate\": \"-----BEGIN RSA PRIVATE KEY-----\\n{}\\n-----END RSA PRIVATE KEY-----\\n\"",
            secrets.private_key().join("\\n")
        ),
    );
    add("key", &format!("\"{0}\": 1, \"{0}\": 2", secrets.token()));
    add(
        "between",
        &format!(
            "\"variables\": [{{ \"name\": \"apiKey\", \"type\": {{ \"name\": \"string\" }}, \"value\": \"{}\" }}]",
            secrets.another()
        ),
    );
    add(
        "bare",
        &format!("\"pin_token\": {}", {
            secrets.0.push("90817263544536271809".to_owned());
            "90817263544536271809"
        }),
    );
    files
}

/// The same in YAML, with all its ways of writing text.
fn yaml(secrets: &mut Secrets) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut add = |name: &str, entry: &str| {
        let text = format!("kind: softphone\nname: x\n{}", around_yaml(entry));
        files.push((format!("yaml/{name}.yaml"), text));
    };
    add("plain", &format!("password: {} # for now", secrets.another()));
    add("single", &format!("'client-secret': '{}'", secrets.another()));
    add("double", &format!("\"apiKey\": \"{}\"", secrets.another()));
    add(
        "variable",
        &format!(
            "variables:\n- name: Flow.ApiToken\n  initialValue:\n    lit: {}",
            secrets.another()
        ),
    );
    add("folded", &format!("secretKey: >-\n  {}\n  {}", secrets.another(), secrets.another()));
    add("flow", &format!("a: {{ password: {}, b: c }}", secrets.another()));
    add("next-line", &format!("password:\n  {}", secrets.another()));
    add("anchor", &format!("password: &it {}\ncopy: *it", secrets.another()));
    add("nested", &format!("credentials:\n  service:\n    login: {}", secrets.another()));
    add(
        "sequence",
        &format!(
            "tokens_of:\n- a\naccess_token:\n- {}\n- {}",
            secrets.another(),
            secrets.another()
        ),
    );
    add(
        "pem",
        &format!(
            "cert: |\n  -----BEGIN PRIVATE KEY-----\n  {}\n  -----END PRIVATE KEY-----",
            secrets.private_key().join("\n  ")
        ),
    );
    add(
        "two",
        &format!(
            "password: {}\n---\nkind: softphone\nname: y\npassword: {}",
            secrets.another(),
            secrets.another()
        ),
    );
    files.push((
        "options.yaml".to_owned(),
        format!(
            "clientId: a\nclientSecret: {}\nlocation: prod\nclientSecret: {}\n",
            secrets.another(),
            secrets.another()
        ),
    ));
    files
}

/// The same in Terraform's own syntax, in tfvars and in state.
#[expect(clippy::too_many_lines, reason = "one fixture, which is read as a whole")]
fn terraform(secrets: &mut Secrets) -> Vec<(String, String)> {
    let queue = |entry: &str| {
        format!("resource \"genesyscloud_routing_queue\" \"q\" {{\n{}}}\n", around_hcl(entry))
    };
    let file = |name: &str, text: String| (format!("tf/{name}"), text);
    let mut files = vec![
        file("a/main.tf", queue(&format!("  client_secret = \"{}\"", secrets.another()))),
        file(
            "b/main.tf",
            queue(&format!("  fields = {{ clientSecret = \"{}\", a = 1 }}", secrets.another())),
        ),
        file(
            "c/main.tf",
            queue(&format!(
                "  p = jsonencode({{ password = \"{}\", \"token\" : \"{}\" }})",
                secrets.another(),
                secrets.another()
            )),
        ),
        file(
            "d/main.tf",
            queue(&format!(
                "  key = <<EOT\n-----BEGIN EC PRIVATE KEY-----\n{}\n-----END EC PRIVATE KEY-----\nEOT",
                secrets.private_key().join("\n")
            )),
        ),
        file(
            "e/main.tf",
            format!(
                "provider \"genesyscloud\" {{\n{}}}\n{}",
                around_hcl(&format!("  oauthclient_secret = \"{}\"", secrets.another())),
                queue("")
            ),
        ),
        file(
            "f/main.tf",
            format!(
                "variable \"client_secret\" {{\n{}}}\n{}",
                around_hcl(&format!("  default = \"{}\"", secrets.another())),
                queue("  description = var.client_secret")
            ),
        ),
        file(
            "g/main.tf",
            format!(
                "locals {{\n{}}}\n{}",
                around_hcl(&format!("  api_key = \"{}\"", secrets.another())),
                queue("  description = local.api_key")
            ),
        ),
        file(
            "h/terraform.tfvars",
            around_hcl(&format!("genesys_password = \"{}\"", secrets.another())),
        ),
        file(
            "l/terraform.tfvars",
            format!(
                "#apiKey_PROD = \"{}\"\nzzz = 1\nzzz = 2\npassword2 = \"{}\"\n",
                secrets.another(),
                secrets.another()
            ),
        ),
        file(
            "i/main.tf",
            queue(&format!("  headers = {{ Authorization = \"Bearer {}\" }}", secrets.another())),
        ),
        file(
            "j/main.tf.json",
            format!(
                "{{\"resource\": {{\"genesyscloud_routing_queue\": {{\"q\": {{\n  {}\n}}}}}}}}\n",
                around_json(&format!("\"client_secret\": \"{}\"", secrets.another()))
            ),
        ),
    ];
    let state = format!(
        "{{\"version\": 4, \"terraform_version\": \"1.5.0\", \"resources\": [{{\"mode\": \"managed\", \"type\": \"genesyscloud_routing_queue\",\n \
         \"name\": \"q\", \"instances\": [{{\"attributes\": {{\"id\": \"1\", \"name\": \"x\",\n  {}}},\n \"private\": \"{}\"}}]}}],\n \
         \"outputs\": {{\"pin\": {{\"value\": \"{}\", \"sensitive\": true}}}}}}\n",
        around_json(&format!("\"client_secret\": \"{}\"", secrets.another())),
        secrets.another(),
        secrets.another()
    );
    files.push(file("k/terraform.tfstate", state));
    files
}

/// Data actions with credentials in their requests, and flows that carry them.
fn actions(secrets: &mut Secrets) -> Vec<(String, String)> {
    let action = |request: &str| {
        format!(
            "{{\n \"name\": \"Look up\", \"integrationType\": \"custom-rest-actions\", \"actionType\": \"custom\",\n \
             \"config\": {{ \"request\": {{\n  {}\n }}, \"response\": {{}} }}, \"contract\": {{}}\n}}\n",
            around_json(request)
        )
    };
    let file = |name: &str, text: String| (format!("actions/{name}"), text);
    let flow = format!(
        "{{\"name\": \"F\", \"type\": \"inboundcall\", \"manifest\": {{}}, \"flowSequenceItemList\": [], {}}}",
        around_json(&format!(
            "\"expression\": {{ \"text\": \"\\\"Bearer {}\\\"\" }}",
            secrets.another()
        ))
    );
    let encoded = base64::engine::general_purpose::STANDARD.encode(flow.replace('%', "%25"));
    vec![
        file(
            "header.custom.json",
            action(&format!(
                "\"requestUrlTemplate\": \"http://example.org/x\", \"requestType\": \"GET\", \"headers\": {{ \"Authorization\": \"Bearer {}\", \"X-API-Key\": \"{}\" }}",
                secrets.another(),
                secrets.another()
            )),
        ),
        file(
            "url.custom.json",
            action(&format!(
                "\"requestUrlTemplate\": \"http://example.org/x?key=1&api_key={}&token={}\", \"requestType\": \"GET\"",
                secrets.another(),
                secrets.another()
            )),
        ),
        file(
            "user.custom.json",
            action(&format!(
                "\"requestUrlTemplate\": \"http://me:{}@localhost/x\", \"requestType\": \"GET\"",
                secrets.another()
            )),
        ),
        file(
            "body.custom.json",
            action(&format!(
                "\"requestUrlTemplate\": \"http://localhost/x\", \"requestType\": \"POST\", \"requestTemplate\": \"{{\\\"client_secret\\\": \\\"{}\\\", \\\"a\\\": \\\"${{input.b}}\\\"}}\"",
                secrets.another()
            )),
        ),
        file("flow.i3inboundflow", encoded),
        file("flow.json", flow),
    ]
}

/// Credentials that only a header, an address, an option of a command or what is around them tells.
fn told_by_what_is_around(secrets: &mut Secrets) -> Vec<(String, String)> {
    let entries = [
        "  headers = { \"x-functions-key\" = \"{}\", \"X-Auth-Signature\" = \"{}\", Cookie = \"{}\" }",
        "  request_url_template = \"https://fn.azurewebsites.net/api/x?code={}\"",
        "  hook = \"https://hooks.slack.com/services/T0A1B2C3D/B0A1B2C3D/{}\"",
        "  command = \"archy publish --clientSecret {} --location mypurecloud.de\"",
        "  secrets = { a = \"{}\", b = \"{}\" }",
        "  passwords = [\"{}\"]\n  tokens = { ci = \"{}\" }",
        "  client_secret = var.prod ? \"{}\" : sensitive(\"{}\")",
        "  token = <<EOT\n{}\nEOT",
        "  connection_string = \"Endpoint=sb://x.example;SharedAccessKey={}\"",
        "  pass = \"{}\"\n  db_pass = \"{}\"",
    ];
    let mut files = Vec::new();
    for (at, entry) in entries.into_iter().enumerate() {
        let filled = fill(entry, secrets);
        let text = format!(
            "resource \"genesyscloud_routing_queue\" \"q\" {{\n{}}}\n",
            around_hcl(&filled)
        );
        files.push((format!("around/{at}/main.tf"), text));
    }
    let fields =
        fill("  fields = {\n    zzz = 1\n    zzz = 2\n    custom = \"{}\"\n  }\n", secrets);
    let credential = format!(
        "resource \"genesyscloud_integration_credential\" \"c\" {{\n  name = \"c\"\n{fields}}}\n"
    );
    files.push(("around/fields/main.tf".to_owned(), credential));
    files.push((
        "around/archy_config".to_owned(),
        fill("clientId: a\nlocation: b\nclientSecret: {}\n", secrets),
    ));
    files
}

/// A text with a secret for each pair of braces.
fn fill(text: &str, secrets: &mut Secrets) -> String {
    let parts: Vec<&str> = text.split("{}").collect();
    let mut filled = parts[0].to_owned();
    for part in &parts[1..] {
        filled += &secrets.another();
        filled += part;
    }
    filled
}

/// Files that break off, beside a secret.
fn broken(secrets: &mut Secrets) -> Vec<(String, String)> {
    vec![
        (
            "broken/a.json".into(),
            format!(
                "{{ \"selfUri\": \"/api/v2/routing/queues/1\", \"password\": \"{}\" \"x\": 1 }}",
                secrets.another()
            ),
        ),
        (
            "broken/b.json".into(),
            format!(
                "{{ \"selfUri\": \"/api/v2/routing/queues/1\",\n \"clientSecret\": \"{}",
                secrets.another()
            ),
        ),
        (
            "broken/c.yaml".into(),
            format!(
                "inboundCall:\n  name: x\n  startUpRef: y\n  password: {}\n  z: [\n",
                secrets.another()
            ),
        ),
        (
            "broken/d.tf".into(),
            format!(
                "resource \"genesyscloud_routing_queue\" \"q\" {{\n  password = \"{}\"\n  name = = 1\n}}\n",
                secrets.another()
            ),
        ),
    ]
}

/// One file with all that `files` hold, on one line: windows begin anywhere in it.
fn minified(secrets: &mut Secrets) -> Vec<(String, String)> {
    let mut text = String::from("{\"selfUri\":\"/api/v2/routing/queues/1\",\"name\":\"x\"");
    for at in 0..12 {
        let _ = write!(
            text,
            ",\"k{at}\":1,\"k{at}\":2,\"password\":\"{}\",\"pad{at}\":\"{}\"",
            secrets.another(),
            "p".repeat(60)
        );
    }
    text.push_str("}\n");
    vec![("api/minified.json".to_owned(), text)]
}

fn everything() -> (TempDir, Vec<String>) {
    let mut secrets = Secrets(Vec::new());
    let mut files =
        vec![("orglint.yaml".to_owned(), "complete: [flow, queue]\npreset: strict\n".to_owned())];
    for make in [api, yaml, terraform, actions, told_by_what_is_around, broken, minified] {
        files.extend(make(&mut secrets));
    }
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    (tree(&files), secrets.0)
}

/// The secrets that an output holds, also where their signs were escaped.
fn leaks<'s>(ran: &Ran, secrets: &'s [String]) -> Vec<&'s str> {
    let said = format!("{}\n{}", ran.stdout, ran.stderr);
    secrets.iter().map(String::as_str).filter(|secret| said.contains(secret)).collect()
}

#[test]
fn no_report_holds_a_secret() {
    let (directory, secrets) = everything();
    for (format, shows_lines) in
        [("human", true), ("concise", false), ("json", false), ("sarif", true)]
    {
        let ran = run(&directory, &["check", "--format", format, "--verbose"]);
        assert!(
            ran.stdout.len() > 10_000,
            "{format} says too little: {}{}",
            ran.stdout,
            ran.stderr
        );
        assert_eq!(leaks(&ran, &secrets), [""; 0], "{format}");
        // They were on the way out: what is said about them and the lines they are on are shown, without them.
        let least = if shows_lines { secrets.len() } else { secrets.len() / 4 };
        let masked = ran.stdout.matches("****").count();
        assert!(masked > least, "{format} shows {masked} of {} secrets", secrets.len());
    }
}

#[test]
fn no_list_and_no_drawing_holds_a_secret() {
    let (directory, secrets) = everything();
    let commands: [&[&str]; 7] = [
        &["resources"],
        &["resources", "--format", "json"],
        &["graph", "--format", "dot"],
        &["graph", "--format", "mermaid"],
        &["graph", "--format", "svg"],
        &["graph", "--format", "json"],
        &["check", "--color", "always"],
    ];
    for command in commands {
        let ran = run(&directory, command);
        assert!(ran.stdout.len() > 100, "{command:?} says too little: {}", ran.stderr);
        assert_eq!(leaks(&ran, &secrets), [""; 0], "{command:?}");
    }
}

#[test]
fn what_is_repaired_is_not_told() {
    let (directory, secrets) = everything();
    let ran = run(&directory, &["check", "--fix", "--unsafe-fixes", "--format", "json"]);
    assert_eq!(leaks(&ran, &secrets), [""; 0]);
}

#[test]
fn pages_about_rules_hold_no_secret_of_their_examples() {
    let directory = tree(&[]);
    let ran = run(&directory, &["rules", "explain", "exposed-secret"]);
    assert_eq!(ran.code, 0);
    let report = ran.stdout.split("is reported as").nth(1).unwrap();
    assert!(report.contains("***"), "{report}");
}

#[test]
fn a_secret_that_is_only_commented_out_is_found_where_it_stands() {
    let text = "# oauthClientSecret = \"Zk3v-9QmW2xR7pLt\"\n//sip_password: b7Hq2LmZ9x\n/* see client_secret = var.x1234567 */\nregion = \"eu-west-1\"\n";
    let directory = tree(&[("test.tfvars", text)]);
    let ran = run(&directory, &["check", "--format", "json", "--allow-empty"]);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    let places: Vec<_> = findings
        .iter()
        .map(|one| {
            (one["range"]["start"]["line"].as_u64(), one["range"]["start"]["column"].as_u64())
        })
        .collect();
    assert_eq!(places, [(Some(1), Some(24)), (Some(2), Some(17))], "{}", ran.stdout);
    assert_ne!(findings[0]["fingerprint"], findings[1]["fingerprint"]);
    assert!(!ran.stdout.contains("b7Hq2LmZ9x"));
}
