//! Which keys say that what stands behind them must not be shown.

/// Endings of keys, without separators and in lower case, whose values are secret.
const SECRET_ENDINGS: [&str; 28] = [
    "pw",
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "secret",
    "secrets",
    "token",
    "authorization",
    "credential",
    "credentials",
    "apikey",
    "privatekey",
    "secretkey",
    "accesskey",
    "authkey",
    "sharedkey",
    "signingkey",
    "subscriptionkey",
    "functionskey",
    "masterkey",
    "connectionstring",
    "authsignature",
    "sessionkey",
    "cookie",
    "passwords",
    "tokens",
    "apikeys",
];

/// Endings, as above, of keys that name several secrets: all that stands below them is one.
const SECRETS: [&str; 4] = ["secrets", "passwords", "tokens", "apikeys"];

/// Keys below a secret one whose values tell what it is and not the secret.
pub(crate) const DESCRIBING_KEYS: [&str; 8] =
    ["type", "id", "name", "title", "description", "selfUri", "uniqueItems", "required"];

/// Words behind the name of a secret that say which one it is: of which environment, the old or the new one.
const QUALIFIERS: [&str; 34] = [
    "dev",
    "develop",
    "development",
    "test",
    "tst",
    "testing",
    "qa",
    "uat",
    "int",
    "stage",
    "staging",
    "stg",
    "preprod",
    "prod",
    "production",
    "prd",
    "live",
    "sandbox",
    "sbx",
    "demo",
    "dr",
    "eu",
    "us",
    "emea",
    "apac",
    "main",
    "primary",
    "secondary",
    "old",
    "new",
    "backup",
    "source",
    "dest",
    "value",
];

/// Words in capitals behind the name of a secret that say something else about it.
const DESCRIPTIONS: [&str; 10] =
    ["ARN", "ID", "NAME", "URL", "URI", "TTL", "TYPE", "PATH", "FILE", "ENV"];

/// Whether values behind `key` are secret: by the end of its name, so that `tokenExpiration` is not; `secret_PROD` and
/// `password2` are.
pub(crate) fn is_secret_key(key: &str) -> bool {
    std::iter::successors(Some(key), |key| without_qualifier(key)).take(4).any(ends_as_secret)
}

/// Whether a key names several secrets, such as `secrets = { a = …, b = … }`.
pub(crate) fn names_secrets(key: &str) -> bool {
    let letters = letters(key);
    SECRETS.iter().any(|ending| letters.ends_with(ending))
}

fn ends_as_secret(key: &str) -> bool {
    let letters = letters(key);
    is_pass(key) || SECRET_ENDINGS.iter().any(|ending| letters.ends_with(ending))
}

/// The letters and digits of a key, in lower case.
fn letters(key: &str) -> String {
    key.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Whether the last word of a key is `pass`: of `db_pass` and `sipPass`, and not of `bypass`.
fn is_pass(key: &str) -> bool {
    let Some(at) = key.len().checked_sub(4).filter(|at| key.is_char_boundary(*at)) else {
        return false;
    };
    let (before, word) = key.split_at(at);
    let is_own_word = before.is_empty() || before.ends_with(['_', '-', '.']);
    word == "Pass" || is_own_word && word.eq_ignore_ascii_case("pass")
}

/// A key without the number or the word at its end that says which of several it is, if there is one.
fn without_qualifier(key: &str) -> Option<&str> {
    let number = key.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_hump = |(at, letters): (usize, &[u8])| {
        (letters[0].is_ascii_lowercase() && letters[1].is_ascii_uppercase()).then_some(at + 1)
    };
    let (rest, word) = if number.len() < key.len() {
        (number, "")
    } else if let Some((rest, word)) = key.rsplit_once(['_', '-', '.']) {
        (rest, word)
    } else {
        let mut humps = key.as_bytes().windows(2).enumerate().filter_map(is_hump);
        key.split_at_checked(humps.next_back()?)?
    };
    let is_listed = || QUALIFIERS.iter().any(|known| word.eq_ignore_ascii_case(known));
    let is_code = || {
        let has_lower = |text: &str| text.bytes().any(|byte| byte.is_ascii_lowercase());
        has_lower(rest) && !has_lower(word) && !DESCRIPTIONS.contains(&word)
    };
    (!rest.is_empty() && (word.is_empty() || is_listed() || is_code())).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_secret_by_their_ending_in_any_spelling() {
        let secret =
            ["password", "clientSecret", "api-key", "X-API-Key", "API_KEY", "access_token"];
        for key in secret.into_iter().chain(["x-auth-token", "Authorization"]) {
            assert!(is_secret_key(key), "{key}");
        }
        let several =
            ["clientSecret_ASSE", "client_secret_prod", "passwordOld", "PASSWORD_2", "secret1"];
        for key in several.into_iter().chain(["CLIENT_SECRET_QA", "api-key.dev.eu"]) {
            assert!(is_secret_key(key), "{key}");
        }
        for key in ["pass", "db_pass", "sipPass", "x-functions-key", "Set-Cookie", "passwords"] {
            assert!(is_secret_key(key), "{key}");
        }
        let plain = ["tokenExpiration", "passwordPolicy", "key", "keys", "credentialType"];
        let about =
            ["secret_ARN", "token_url", "passwordLength", "SECRET_NAME", "_", "-1", "", "é_É"];
        for key in plain.into_iter().chain(about).chain(["monkey", "publicKey", "bypass"]) {
            assert!(!is_secret_key(key), "{key}");
        }
    }
}
