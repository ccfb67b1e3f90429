//! What agents answer on, and the trunks over which it connects: the legs within which nothing is transcoded.

use super::legs::Leg;
use super::origins::Queue;
use super::{Lane, Path};
use crate::graph::Codecs;
use crate::org::ResourceId;

/// More phones than these are not drawn one by one.
const MAX_PHONES: usize = 8;

/// The agents' side of a path.
#[derive(Debug, Default)]
pub(super) struct Devices {
    /// The nodes of phone trunks, with their resources where there are any.
    pub(super) trunks: Vec<(usize, Option<ResourceId>)>,
    /// Every codec that some phone offers; `None` where one of them cannot be known, or there is none.
    pub(super) codecs: Option<Vec<String>>,
}

impl Path<'_, '_> {
    /// Adds the phones of the org behind the queues, and the trunks that they connect over.
    pub(super) fn add_devices(&mut self, queues: &[Queue]) -> Devices {
        let (phones, left_out) = self.phones();
        let lane = self.lane(Lane::Phone);
        let mut devices = Devices { codecs: self.codecs_of_all(&phones), ..Devices::default() };
        for phone in &phones {
            let details = vec![self.codec_line(*phone)];
            let node = (self.resource(*phone, lane, details), Some(*phone));
            self.join(queues, node);
            self.add_phone_trunks(*phone, &mut devices);
        }
        if left_out > 0 {
            let more = format!("and {left_out} more");
            let node = self.ghost(lane, "phone-base", (more, "not drawn".to_owned()));
            self.join(queues, (node, None));
        }
        if phones.is_empty() {
            let reason = "no phone settings and no softphone are in the export".to_owned();
            let node = (self.ghost(lane, "phone-base", ("?".to_owned(), reason)), None);
            self.join(queues, node);
            let trunk = self.no_phone_trunk();
            self.legs.push(Leg::assumed(node, trunk));
            devices.trunks.push(trunk);
        }
        devices
    }

    /// Softphones, phone settings, and phones with codecs of their own; those with findings first, and how many are left
    /// out.
    fn phones(&self) -> (Vec<ResourceId>, usize) {
        let own = |id: &&ResourceId| self.fields.words(**id, "codecs").is_ok();
        let mut phones = self.of_kind("softphone").to_vec();
        phones.extend(self.of_kind("phone-base"));
        phones.extend(self.of_kind("phone").iter().filter(own));
        let left_out = phones.len().saturating_sub(MAX_PHONES);
        if left_out > 0 {
            phones.sort_by_key(|id| std::cmp::Reverse(self.placed.counts(self.at, *id).errors));
            phones.truncate(MAX_PHONES);
        }
        (phones, left_out)
    }

    fn codecs_of_all(&self, phones: &[ResourceId]) -> Option<Vec<String>> {
        let mut all = Vec::new();
        for phone in phones {
            for codec in self.fields.words(*phone, "codecs").ok()? {
                if !all.contains(&codec) {
                    all.push(codec);
                }
            }
        }
        (!all.is_empty()).then_some(all)
    }

    /// Which agents of a queue answer on what is written nowhere.
    fn join(&mut self, queues: &[Queue], phone: (usize, Option<ResourceId>)) {
        self.legs.extend(queues.iter().map(|queue| Leg::assumed(*queue, phone)));
    }

    fn add_phone_trunks(&mut self, phone: ResourceId, devices: &mut Devices) {
        let from = (self.resource(phone, 0, Vec::new()), Some(phone));
        let trunks = self.phone_trunks(phone);
        for trunk in &trunks {
            let lane = self.lane(Lane::PhoneTrunk);
            let details = vec![self.codec_line(*trunk)];
            let to = (self.resource(*trunk, lane, details), Some(*trunk));
            let codecs = Codecs {
                near: self.fields.words(phone, "codecs").ok(),
                far: self.fields.words(*trunk, "codecs").ok(),
            };
            self.legs.push(Leg::of_media(from, to, codecs));
            if !devices.trunks.contains(&to) {
                devices.trunks.push(to);
            }
        }
        if trunks.is_empty() {
            let to = self.no_phone_trunk();
            self.legs.push(Leg::assumed(from, to));
            if !devices.trunks.contains(&to) {
                devices.trunks.push(to);
            }
        }
    }

    fn no_phone_trunk(&mut self) -> (usize, Option<ResourceId>) {
        let reason = "no phone trunk is in the export".to_owned();
        let lane = self.lane(Lane::PhoneTrunk);
        (self.ghost(lane, "trunk-base", ("?".to_owned(), reason)), None)
    }

    /// The trunks that a phone may connect over: a WebRTC phone over WebRTC trunks, any other over the others.
    fn phone_trunks(&self, phone: ResourceId) -> Vec<ResourceId> {
        let is_web_rtc = match self.kind(phone) {
            "softphone" => Some(true),
            _ => self.fields.truth(phone, "isWebRtc").ok(),
        };
        let serves = |trunk: &ResourceId| {
            let over_web_rtc = self.fields.truth(*trunk, "isWebRtcPhone").ok();
            let is_phone_trunk = over_web_rtc == Some(true)
                || self.fields.words(*trunk, "type").is_ok_and(|words| words == ["PHONE"]);
            let fits = is_web_rtc.zip(over_web_rtc).is_none_or(|(phone, trunk)| phone == trunk);
            is_phone_trunk && fits
        };
        self.of_kind("trunk-base").iter().copied().filter(serves).collect()
    }
}
