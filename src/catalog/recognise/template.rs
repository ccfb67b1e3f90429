//! Templates of `selfUri`: `/api/v2/telephony/providers/edges/sites/{site}/outboundroutes/{id}`.

use std::collections::BTreeMap;

/// What every address of the Platform API begins with.
pub(crate) const API_ROOT: &str = "/api/v2/";

/// A template, segment by segment, without [`API_ROOT`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Template {
    segments: Vec<Segment>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Literal(String),
    Capture(String),
}

/// What an address says where it matches a template.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Captured<'u> {
    /// The last segment, where the template has `{id}`.
    pub(crate) id: Option<&'u str>,
    /// The other captured segments by name.
    pub(crate) others: BTreeMap<String, String>,
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// What is wrong with it, as a clause.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let Some(path) = text.strip_prefix(API_ROOT) else {
            return Err(format!("a template begins with `{API_ROOT}`"));
        };
        let segments: Option<Vec<Segment>> = path.split('/').map(Segment::parse).collect();
        let Some(segments) = segments else {
            return Err(format!(
                "`{text}` has a segment that is neither a name nor a name in braces"
            ));
        };
        let id = segments.iter().position(Segment::is_id);
        if id.is_some_and(|at| at + 1 < segments.len()) {
            return Err("`{id}` stands last in a template".to_owned());
        }
        Ok(Self { segments })
    }

    /// Whether there are several of what has such addresses.
    pub(crate) fn has_id(&self) -> bool {
        self.segments.last().is_some_and(Segment::is_id)
    }

    /// How many segments are names: of two templates that match, the one with more of them is meant.
    pub(crate) fn literals(&self) -> usize {
        self.segments.iter().filter(|segment| matches!(segment, Segment::Literal(_))).count()
    }

    /// The template with all captures alike: two templates of one shape match the same addresses.
    pub(crate) fn shape(&self) -> String {
        let segment = |segment: &Segment| match segment {
            Segment::Literal(name) => name.clone(),
            Segment::Capture(_) => "{}".to_owned(),
        };
        self.segments.iter().map(segment).collect::<Vec<_>>().join("/")
    }

    /// Matches the address of a resource.
    pub(crate) fn matches<'u>(&self, address: &Address<'u>) -> Option<Captured<'u>> {
        captured(&self.segments, address)
    }

    /// Matches the address of a listing of such resources.
    pub(crate) fn matches_listing<'u>(&self, address: &Address<'u>) -> Option<Captured<'u>> {
        let (last, before) = self.segments.split_last()?;
        if last.is_id() { captured(before, address) } else { None }
    }
}

impl Segment {
    fn parse(text: &str) -> Option<Self> {
        let name = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        let is_word = |word: &str| !word.is_empty() && !word.contains(['{', '}']);
        match name {
            Some(name) => is_word(name).then(|| Self::Capture(name.to_owned())),
            None => is_word(text).then(|| Self::Literal(text.to_owned())),
        }
    }

    fn is_id(&self) -> bool {
        matches!(self, Self::Capture(name) if name == "id")
    }
}

fn captured<'u>(segments: &[Segment], address: &Address<'u>) -> Option<Captured<'u>> {
    if segments.len() != address.segments.len() {
        return None;
    }
    let pairs = || segments.iter().zip(&address.segments);
    let agree = |(segment, text): (&Segment, &&str)| match segment {
        Segment::Literal(name) => name == text,
        Segment::Capture(_) => !text.is_empty(),
    };
    if !pairs().all(agree) {
        return None;
    }
    let mut captured = Captured::default();
    for (segment, &text) in pairs() {
        match segment {
            Segment::Capture(name) if name == "id" => captured.id = Some(text),
            Segment::Capture(name) => {
                captured.others.insert(name.clone(), text.to_owned());
            }
            Segment::Literal(_) => {}
        }
    }
    Some(captured)
}

/// The segments of a `selfUri` behind [`API_ROOT`], without query and host.
#[derive(Debug)]
pub(crate) struct Address<'u> {
    segments: Vec<&'u str>,
}

impl<'u> Address<'u> {
    /// The address in a `selfUri`; `None` where it is none of the Platform API.
    pub(crate) fn of(self_uri: &'u str) -> Option<Self> {
        let (_, path) = self_uri.split_once(API_ROOT)?;
        let path = path.split(['?', '#']).next().unwrap_or(path).trim_end_matches('/');
        Some(Self { segments: path.split('/').collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROUTES: &str = "/api/v2/telephony/providers/edges/sites/{site}/outboundroutes/{id}";

    #[test]
    fn a_template_matches_resources_and_their_listings() {
        let template = Template::parse(ROUTES).expect("a template");
        let uri = "/api/v2/telephony/providers/edges/sites/s1/outboundroutes/r1?expand=x";
        let found = template.matches(&Address::of(uri).expect("an address")).expect("a match");
        assert_eq!((found.id, found.others["site"].as_str()), (Some("r1"), "s1"));
        let listing = "https://api.mypurecloud.ie/api/v2/telephony/providers/edges/sites/s1/outboundroutes/?pageSize=25";
        let listing = Address::of(listing).expect("an address");
        assert_eq!(template.matches_listing(&listing).expect("a match").others["site"], "s1");
        assert_eq!(template.matches(&listing), None);
    }

    #[test]
    fn what_is_no_template_is_refused() {
        for text in [
            "/api/v1/x",
            "/api/v2/",
            "/api/v2/a//b",
            "/api/v2/{id}/b",
            "/api/v2/a{id}",
            "/api/v2/{}",
        ] {
            assert!(Template::parse(text).is_err(), "{text}");
        }
    }
}
