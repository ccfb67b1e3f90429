//! Which keys say that what stands behind them must not be shown.

/// Endings of keys, without separators and in lower case, whose values are secret.
const SECRET_ENDINGS: [&str; 20] = [
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
    "connectionstring",
];

/// Keys below a secret one whose values tell what it is and not the secret.
pub(crate) const DESCRIBING_KEYS: [&str; 8] =
    ["type", "id", "name", "title", "description", "selfUri", "uniqueItems", "required"];

/// Whether values behind `key` are secret: by the end of its name, so that `tokenExpiration` is not.
pub(crate) fn is_secret_key(key: &str) -> bool {
    let letters: String =
        key.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    SECRET_ENDINGS.iter().any(|ending| letters.ends_with(ending))
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
        let plain = ["tokenExpiration", "passwordPolicy", "key", "keys", "credentialType"];
        for key in plain.into_iter().chain(["monkey", "publicKey"]) {
            assert!(!is_secret_key(key), "{key}");
        }
    }
}
