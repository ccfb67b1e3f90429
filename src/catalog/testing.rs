//! What the tests of the catalogue share: small catalogues and exports as text.

use std::sync::Arc;

use super::{Catalog, KindGlobs, Recognised, Recognition, recognise};
use crate::document::{self, Document, Syntax};
use crate::problem::Problem;
use crate::source::Source;

/// Loads a catalogue from files given by path and text.
pub(super) fn load(files: &[(&str, &str)]) -> Result<Catalog, Vec<Problem>> {
    let sources: Vec<Arc<Source>> =
        files.iter().map(|(path, text)| Arc::new(Source::new(*path, *text))).collect();
    Catalog::load(&sources)
}

/// Loads a catalogue that has no mistakes.
pub(super) fn catalog(files: &[(&str, &str)]) -> Catalog {
    load(files).unwrap_or_else(|problems| panic!("{:#?}", shown(&problems)))
}

/// Each problem as `path: "framed text": message`, with the advice behind it.
pub(super) fn shown(problems: &[Problem]) -> Vec<String> {
    let show = |problem: &Problem| {
        let place = problem.location.as_ref().map(|location| {
            let framed = &location.source.text()[location.span.range()];
            format!("{}: {framed:?}: ", location.source.path())
        });
        let help = problem.help.as_ref().map(|help| format!(" ({help})"));
        format!("{}{}{}", place.unwrap_or_default(), problem.message, help.unwrap_or_default())
    };
    problems.iter().map(show).collect()
}

/// All documents of files that parse.
pub(super) fn documents(files: &[(&str, &str)]) -> Vec<Document> {
    let mut documents = Vec::new();
    for (path, text) in files {
        let syntax = Syntax::of_path(path).expect("a file name with a known extension");
        let parsed = document::parse(&Arc::new(Source::new(*path, *text)), syntax);
        assert_eq!(parsed.error, None, "{path}");
        documents.extend(parsed.documents);
    }
    documents
}

/// What is recognised without any globs.
pub(super) fn recognised<'d>(catalog: &'d Catalog, documents: &'d [Document]) -> Recognition<'d> {
    recognise(catalog, documents, &KindGlobs::default())
}

/// Each resource as `kind form id name`, with `-` for what it lacks and `in N` where it is nested.
pub(super) fn listed(catalog: &Catalog, resources: &[Recognised<'_>]) -> Vec<String> {
    let list = |resource: &Recognised<'_>| {
        let kind = &catalog.kind(resource.kind).name;
        let id = resource.id.as_deref().unwrap_or("-");
        let name = resource.name.map_or("-", |name| name.text());
        let parent = resource.parent.map(|parent| format!(" in {parent}")).unwrap_or_default();
        format!("{kind} {} {id} {name}{parent}", resource.form)
    };
    resources.iter().map(list).collect()
}

/// A small catalogue with every form.
pub(super) const KINDS: &[(&str, &str)] = &[
    ("schemas/trunk-base/kind.yaml", TRUNK_BASE),
    ("schemas/site/kind.yaml", SITE),
    ("schemas/outbound-route/kind.yaml", ROUTE),
    ("schemas/queue/kind.yaml", QUEUE),
    ("schemas/flow/kind.yaml", FLOW),
    ("schemas/softphone/kind.yaml", SOFTPHONE),
    ("schemas/recording-settings/kind.yaml", RECORDING),
];

const TRUNK_BASE: &str = r"
kind: trunk-base
title: Trunk base settings
forms:
  api:
    self-uri: /api/v2/telephony/providers/edges/trunkbasesettings/{id}
    keys: [trunkMetabase, properties, trunkType]
    absent: [edge]
  terraform: { type: genesyscloud_telephony_providers_edges_trunkbasesettings }
fields:
  metabase: { type: string, api: trunkMetabase.id, terraform: trunk_meta_base_id }
  codecs: { type: list(codec), path: properties.trunk_media_codec.value.instance }
  forcedCodec: { type: codec, path: [mediaHandling.forceCodec, properties.forced.value.instance] }
  dialTimeout: { type: duration, path: properties.trunk_maxDialTimeout.value.instance, default: 2m }
  idle: { type: duration, unit: s, path: properties.idle.value.instance, default: { api: 60 } }
  webRtc: { type: bool, is: self.metabase.endsWith('webrtc.json') }
references:
  inboundSite: { kind: site, api: inboundSite.id, terraform: inbound_site_id }
";

const SITE: &str = r"
kind: site
title: Site
forms:
  api:
    self-uri: /api/v2/telephony/providers/edges/sites/{id}
    keys: [mediaModel, location]
  terraform: { type: genesyscloud_telephony_providers_edges_site }
fields:
  updateStart: { type: string, terraform: edge_auto_update_config.start }
  planStarts: { type: list(string), terraform: number_plans.*.numbers.*.start }
  regions: { type: list(string), api: mediaRegions, terraform: media_regions }
";

const ROUTE: &str = r"
kind: outbound-route
title: Outbound route
forms:
  api:
    self-uri:
      - /api/v2/telephony/providers/edges/sites/{site}/outboundroutes/{id}
      - /api/v2/telephony/providers/edges/outboundroutes/{id}
    keys: [classificationTypes, externalTrunkBases]
    nested: [{ kind: site, at: outboundRoutes }]
  terraform:
    type: genesyscloud_telephony_providers_edges_site_outbound_route
    nested: [{ kind: site, at: outbound_routes }]
fields:
  enabled: { type: bool, path: enabled }
references:
  trunks: { kind: trunk-base, api: externalTrunkBases.*.id, terraform: external_trunk_base_ids.* }
  site: { kind: site, api: [site.id, self-uri(site), parent()], terraform: [site_id, parent()] }
";

const QUEUE: &str = r"
kind: queue
title: Queue
forms:
  api: { self-uri: '/api/v2/routing/queues/{id}', keys: [mediaSettings, acwSettings] }
  terraform: { type: genesyscloud_routing_queue }
";

const FLOW: &str = r"
kind: flow
title: Flow
forms:
  api: { self-uri: '/api/v2/flows/{id}' }
  archy: { flow-types: [inboundCall, inqueueCall, botFlow] }
  architect: { types: [inboundcall, inqueuecall, bot] }
identity: { archy: { name: name }, architect: { name: name } }
fields:
  type: { type: string, archy: ~key, api: type, architect: type, values: { archy: { inboundCall: INBOUNDCALL } } }
  languages: { type: list(string), archy: supportedLanguages.*.~key, architect: supportedLanguages }
  timeout: { type: duration, archy: settingsActionDefaults.callData.timeout.lit }
  actions: { type: list(action), archy: actions(), architect: actions() }
records:
  action:
    fields: { type: { type: string, archy: ~key, architect: __type } }
    references:
      queue: { kind: queue, archy: targetQueue.lit.name, architect: queues.config.lit.val }
      module: { kind: flow, architect: '[__type=CallCommonModuleAction].flowId' }
";

const SOFTPHONE: &str = r"
kind: softphone
title: Softphone
forms: { own: {} }
fields:
  codecs: { type: list(codec), path: codecs }
";

const RECORDING: &str = r"
kind: recording-settings
title: Recording settings
forms:
  api: { self-uri: /api/v2/recording/settings, keys: [maxSimultaneousStreams] }
";
