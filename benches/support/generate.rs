//! A seeded generator of a large, believable org: the same bytes for the same seed.

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

/// A small linear congruential generator; good enough to vary text, and the same everywhere.
pub(crate) struct Seeded(u64);

impl Seeded {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed ^ 0x9E37_79B9_7F4A_7C15)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }

    pub(crate) fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

/// A GUID made of a space and a number, so that references can be written without a table.
pub(crate) fn guid(space: u32, number: usize) -> String {
    format!("{space:08x}-0000-4000-8000-{number:012x}")
}

const QUEUES: u32 = 1;
const FLOWS: u32 = 2;
const TRUNK_BASES: u32 = 3;
const SITES: u32 = 4;
const ROUTES: u32 = 5;
const WORDS: [&str; 10] = [
    "Billing",
    "Claims",
    "Sales",
    "Retention",
    "Héberge",
    "Support",
    "Fraud",
    "Cards",
    "Loans",
    "Zürich 🎧",
];

/// Writes an org of about `files` files below `root`: of ten files six are Archy flows, two are queues, one is a data action,
/// and one a trunk base, a site or an outbound route.
pub(crate) fn org(root: &Path, files: usize, seed: u64) -> io::Result<()> {
    let mut seeded = Seeded::new(seed);
    for folder in ["flows", "queues", "telephony", "integrations"] {
        fs::create_dir_all(root.join(folder))?;
    }
    for number in 0..files {
        let (folder, name, text) = match number % 10 {
            0..=5 => ("flows", format!("flow-{number}.yaml"), flow(&mut seeded, number, 12)),
            6 | 7 => ("queues", format!("queue-{number}.json"), queue(&mut seeded, number)),
            8 => {
                ("integrations", format!("action-{number}.json"), data_action(&mut seeded, number))
            }
            _ => ("telephony", format!("telephony-{number}.json"), telephony(&mut seeded, number)),
        };
        fs::write(root.join(folder).join(name), text)?;
    }
    Ok(())
}

/// An Archy flow of `tasks` tasks.
pub(crate) fn flow(seeded: &mut Seeded, number: usize, tasks: usize) -> String {
    let mut text = format!(
        "inboundCall:\n  name: {} flow {number}\n  division: Home\n  startUpRef: \"/inboundCall/tasks/task[task_0]\"\n  \
         defaultLanguage: en-us\n  supportedLanguages:\n    en-us:\n      defaultLanguageSkill:\n        noValue: true\n  \
         settingsErrorHandling:\n    errorHandling:\n      disconnect:\n        none: true\n  tasks:\n",
        seeded.pick(&WORDS)
    );
    for task in 0..tasks {
        let queue = seeded.below(2_000);
        let _ = write!(
            text,
            "    - task:\n        name: Task {task}\n        refId: task_{task}\n        actions:\n          \
             - playAudio:\n              name: Greeting # said first\n              audio:\n                \
             exp: \"Append(ToAudioTTS(\\\"Hello\\\"), Prompt.{word})\"\n          \
             - updateData:\n              name: Remember\n              statements:\n                - string:\n                    \
             variable: Flow.Word{task}\n                    value:\n                      lit: {word}\n          \
             - decision:\n              name: Open?\n              condition:\n                exp: Flow.Open == true\n              \
             outputs:\n                yes:\n                  actions:\n                    - transferToAcd:\n                        \
             name: Transfer\n                        targetQueue:\n                          lit:\n                            \
             name: Queue {queue}\n                        failureOutputs:\n                          errorType:\n                            \
             noValue: true\n                no:\n                  actions:\n                    - disconnect:\n                        \
             name: Bye\n",
            word = seeded.pick(&WORDS),
        );
    }
    text
}

fn queue(seeded: &mut Seeded, number: usize) -> String {
    let media = |seconds: usize| {
        serde_json::json!({
            "alertingTimeoutSeconds": seconds,
            "serviceLevel": { "percentage": 0.8, "durationMs": 20_000 }
        })
    };
    let value = serde_json::json!({
        "id": guid(QUEUES, number),
        "name": format!("Queue {number}"),
        "division": { "id": guid(9, 1), "name": "Home" },
        "description": format!("Work of {}", seeded.pick(&WORDS)),
        "mediaSettings": { "call": media(8), "callback": media(30), "message": media(30) },
        "acwSettings": { "wrapupPrompt": "OPTIONAL" },
        "skillEvaluationMethod": "ALL",
        "queueFlow": { "id": guid(FLOWS, number), "name": "In queue" },
        "selfUri": format!("/api/v2/routing/queues/{}", guid(QUEUES, number)),
    });
    pretty(&value)
}

fn data_action(seeded: &mut Seeded, number: usize) -> String {
    let word = seeded.pick(&WORDS);
    pretty(&serde_json::json!({
        "name": format!("Get {word} {number}"),
        "integrationType": "purecloud-data-actions",
        "actionType": "custom",
        "config": {
            "request": {
                "requestUrlTemplate": "/api/v2/users/${input.userId}",
                "requestType": "GET",
                "headers": { "Content-Type": "application/json" },
                "requestTemplate": "${input.rawRequest}"
            },
            "response": { "translationMap": {}, "translationMapDefaults": {}, "successTemplate": "${rawResult}" },
            "timeoutSeconds": 30
        },
        "contract": {
            "input": { "inputSchema": { "type": "object", "properties": { "userId": { "type": "string" } } } },
            "output": { "successSchema": { "type": "object", "properties": { "name": { "type": "string" } } } }
        },
        "secure": false
    }))
}

fn telephony(seeded: &mut Seeded, number: usize) -> String {
    match number / 10 % 3 {
        0 => trunk_base(seeded, number),
        1 => pretty(&serde_json::json!({
            "id": guid(SITES, number),
            "name": format!("Site {} {number}", seeded.pick(&WORDS)),
            "mediaModel": "Cloud",
            "location": { "id": guid(8, number) },
            "mediaRegions": ["eu-central-1"],
            "selfUri": format!("/api/v2/telephony/providers/edges/sites/{}", guid(SITES, number)),
        })),
        _ => pretty(&serde_json::json!({
            "id": guid(ROUTES, number),
            "name": format!("Route {number}"),
            "classificationTypes": ["National", "Emergency"],
            "enabled": true,
            "distribution": "SEQUENTIAL",
            "externalTrunkBases": [{ "id": guid(TRUNK_BASES, number - 20) }],
            "site": { "id": guid(SITES, number - 10) },
            "selfUri": format!(
                "/api/v2/telephony/providers/edges/sites/{}/outboundroutes/{}",
                guid(SITES, number - 10),
                guid(ROUTES, number)
            ),
        })),
    }
}

/// A trunk base as an API entity.
pub(crate) fn trunk_base(seeded: &mut Seeded, number: usize) -> String {
    let instance = |value: serde_json::Value| serde_json::json!({ "value": { "instance": value } });
    pretty(&serde_json::json!({
        "id": guid(TRUNK_BASES, number),
        "name": format!("Carrier {} {number}", seeded.pick(&WORDS)),
        "trunkType": "EXTERNAL",
        "trunkMetabase": { "id": "external_sip_pcv_byoc_carrier.json" },
        "inboundSite": { "id": guid(SITES, number + 10) },
        "properties": {
            "trunk_enabled": instance(true.into()),
            "trunk_label": instance("Carrier".into()),
            "trunk_media_codec": instance(serde_json::json!(["audio/opus", "audio/pcmu"])),
            "trunk_maxDialTimeout": instance("2m".into()),
            "trunk_transport_protocolVariant": instance("tls".into()),
            "trunk_transport_retryableReasonCodes": instance("500-599".into()),
            "trunk_media_srtpCipherSuites": instance(serde_json::json!(["AES_CM_128_HMAC_SHA1_80"])),
        },
        "selfUri": format!("/api/v2/telephony/providers/edges/trunkbasesettings/{}", guid(TRUNK_BASES, number)),
    }))
}

/// One API listing of trunk bases of at least `bytes` bytes.
pub(crate) fn listing(bytes: usize, seed: u64) -> String {
    let mut seeded = Seeded::new(seed);
    let mut text = String::with_capacity(bytes + 4_096);
    text.push_str("{\"entities\": [");
    let mut number = 0;
    while text.len() < bytes {
        if number > 0 {
            text.push_str(",\n");
        }
        text.push_str(&trunk_base(&mut seeded, number));
        number += 1;
    }
    let _ = write!(
        text,
        "], \"pageSize\": {number}, \"pageNumber\": 1, \"total\": {number}, \"pageCount\": 1}}"
    );
    text
}

/// One Archy flow of at least `bytes` bytes.
pub(crate) fn large_flow(bytes: usize, seed: u64) -> String {
    let one = flow(&mut Seeded::new(seed), 0, 1).len();
    flow(&mut Seeded::new(seed), 0, bytes / (one / 2) + 1)
}

fn pretty(value: &serde_json::Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
