//! Orgs built from files as text, with a small catalogue of their own.

mod checks;
mod complete;
mod properties;
mod references;
mod same;

use std::fmt::Write as _;
use std::sync::Arc;

use super::{Facts, Org, ResolvedReference, ResourceId, Target, org_findings};
use crate::catalog::{Catalog, KindGlobs, recognise};
use crate::document::{Document, Node, Syntax, parse};
use crate::finding::{Finding, Location, Part, Severity};
use crate::source::Source;
use crate::terraform::{Terraform, folder};

/// The kinds of these tests.
const KINDS: [(&str, &str); 6] = [
    (
        "queue",
        "
kind: queue
title: Queue
forms:
  api: { self-uri: '/api/v2/routing/queues/{id}', keys: [mediaSettings] }
  terraform: { type: genesyscloud_routing_queue }
fields: {}
references:
  inQueueFlow: { kind: flow, api: queueFlow.id, terraform: queue_flow_id }
",
    ),
    (
        "flow",
        "
kind: flow
title: Flow
forms:
  api: { self-uri: '/api/v2/flows/{id}' }
  terraform: { type: genesyscloud_flow }
  archy: { flow-types: [inboundCall, inqueueCall, botFlow] }
fields:
  actions: { type: list(action), archy: actions() }
records:
  action:
    fields: { type: { type: string, path: ~key } }
    references:
      queue: { kind: queue, path: targetQueue.lit.name }
      botFlows: { kind: flow, path: botFlow.*.~key }
",
    ),
    (
        "site",
        "
kind: site
title: Site
forms:
  api: { self-uri: '/api/v2/telephony/providers/edges/sites/{id}' }
  terraform: { type: genesyscloud_telephony_providers_edges_site }
fields: {}
",
    ),
    (
        "trunk-base",
        "
kind: trunk-base
title: Trunk base settings
forms:
  api: { self-uri: '/api/v2/telephony/providers/edges/trunkbasesettings/{id}' }
  terraform: { type: genesyscloud_telephony_providers_edges_trunkbasesettings }
fields:
  codec: { type: codec, api: [codec, properties.codec] }
references:
  inboundSite: { kind: site, api: inboundSite.id, terraform: inbound_site_id }
",
    ),
    (
        "outbound-route",
        "
kind: outbound-route
title: Outbound route
forms:
  api:
    self-uri: '/api/v2/telephony/providers/edges/sites/{site}/outboundroutes/{id}'
    nested: [{ kind: site, at: outboundRoutes }]
  terraform:
    type: genesyscloud_telephony_providers_edges_site_outbound_route
    nested: [{ kind: site, at: outbound_routes }]
fields: {}
references:
  site: { kind: site, api: [site.id, self-uri(site), parent()], terraform: [site_id, parent()] }
  trunks: { kind: trunk-base, api: externalTrunkBases.*.id, terraform: external_trunk_base_ids.* }
",
    ),
    (
        "contact-policy",
        "
kind: contact-policy
title: Contact policy
forms: { own: {} }
fields: {}
references:
  queues: { kind: queue, own: queues.* }
",
    ),
];

/// Files as text, read.
struct World {
    catalog: Catalog,
    documents: Vec<Document>,
    /// What the configuration says, and the files that do not parse.
    facts: Facts<'static>,
}

impl World {
    fn new(files: &[(&str, &str)]) -> Self {
        let kind =
            |(name, text): &(&str, &str)| Arc::new(Source::new(format!("{name}/kind.yaml"), *text));
        let catalog = Catalog::load(&KINDS.iter().map(kind).collect::<Vec<_>>()).unwrap();
        let mut world = Self { catalog, documents: Vec::new(), facts: Facts::default() };
        for (path, text) in files {
            let source = Arc::new(Source::new(*path, *text));
            let parsed = parse(&source, Syntax::of_path(path).unwrap());
            world.documents.extend(parsed.documents);
            if parsed.error.is_some() {
                world.facts.unread.insert((*path).to_owned());
            }
        }
        world
    }

    /// The configuration says that all resources of this kind are there.
    fn complete(mut self, kind: &str) -> Self {
        self.facts.complete.insert(self.catalog.kind_named(kind).unwrap());
        self
    }

    /// A file that was not read.
    fn unread(mut self, path: &str) -> Self {
        self.facts.unread.insert(path.to_owned());
        self
    }

    fn org(&self) -> Org<'_> {
        let found = recognise(&self.catalog, &self.documents, &KindGlobs::default());
        let unread = self.facts.unread.iter().map(|path| folder(path).to_owned());
        let partial = unread.chain(self.facts.parts.iter().cloned()).collect();
        let terraform = Terraform::build(&self.documents, &partial);
        Org::build(&self.catalog, found.resources, &found.listings, &self.facts, terraform)
    }

    fn is_complete(&self, kind: &str) -> bool {
        self.org().is_complete(self.catalog.kind_named(kind).unwrap())
    }

    /// All references with what they lead to, one a line.
    fn references(&self) -> Vec<String> {
        let org = self.org();
        let all = org.resources.iter().flat_map(|resource| &resource.references);
        all.map(|reference| line(&org, reference)).collect()
    }

    /// All findings about the org, in the order of reports.
    fn findings(&self) -> Vec<Finding> {
        let org = self.org();
        let mut findings = org_findings(&org, &|_| Some(Severity::Warning));
        findings.extend(self.documents.iter().flat_map(|document| {
            super::document_findings(&org, document, &|_| Some(Severity::Error))
        }));
        findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        findings
    }

    /// The findings of one rule: places, and messages.
    fn places(&self, rule: &str) -> Vec<String> {
        let findings = self.findings();
        findings
            .iter()
            .filter(|finding| &*finding.rule == rule)
            .map(|finding| place(&finding.primary))
            .collect()
    }
}

fn line(org: &Org<'_>, reference: &ResolvedReference<'_>) -> String {
    let target = match &reference.target {
        Target::Resolved(id) => describe(org, *id),
        Target::Unresolved { nearest } => {
            format!("nothing, nearest {}", nearest.as_deref().unwrap_or("none"))
        }
        Target::Unknown(why) => format!("{why:?}"),
    };
    format!("{} -> {target}", reference.field)
}

fn describe(org: &Org<'_>, id: ResourceId) -> String {
    let resource = org.resource(id);
    let kind = &org.catalog.kind(resource.recognised.kind).name;
    format!("{kind} {} ({})", resource.name().unwrap_or("-"), resource.recognised.form)
}

fn place(location: &Location) -> String {
    let mut text = location.source.path().to_owned();
    if let Some(address) = &location.address {
        let _ = write!(text, "#{}", address.pointer);
        if let Some(embedded) = &address.embedded {
            let _ = write!(text, "!{embedded}");
        }
        text.push_str(if address.part == Part::Key { "/~key" } else { "" });
    }
    text
}

/// A page of a listing of queues named `Queue 1` and so on, `from..=to`.
fn queue_page(from: usize, to: usize, envelope: &str) -> String {
    let queue = |at: usize| {
        let id = format!("00000000-0000-4000-8000-{at:012}");
        format!(
            r#"{{"id": "{id}", "name": "Queue {at}", "selfUri": "/api/v2/routing/queues/{id}"}}"#
        )
    };
    let queues: Vec<_> = (from..=to).map(queue).collect();
    format!(r#"{{"entities": [{}], {envelope}}}"#, queues.join(", "))
}

/// A flow that transfers to a queue by name.
fn flow_to(queue: &str) -> String {
    format!(
        "inqueueCall:
  name: Wait
  startUpTaskActions:
    - transferToAcd:
        name: To agents
        targetQueue:
          lit: {{name: {queue}}}
"
    )
}
