//! What is known of actions by their names: whether they end a path, and what may come of them.
//!
//! Names are those of Archy; flow configuration has others for some ([`archy_word`]). Of an action that is not listed nothing is claimed: it may end a path or not.

use std::borrow::Cow;

/// Whether an action ends the list it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// Nothing behind it ever runs.
    Always,
    /// It depends: a transfer ends the path where it succeeds.
    Maybe,
    /// What stands behind it runs, unless its own outcomes all end.
    Never,
}

/// What is known of an action.
#[derive(Debug, PartialEq, Eq)]
pub struct Word {
    /// Its name.
    pub name: &'static str,
    /// Whether it ends the list.
    pub ends: Ends,
    /// What may come of it, where that is a fixed set.
    pub outcomes: &'static [&'static str],
    /// Whether exactly one of the outcomes always follows, so that its path ends where all of theirs do.
    pub is_exhaustive: bool,
    /// Whether it takes no time that anybody would notice: it neither waits, speaks, listens nor asks another system.
    pub is_quick: bool,
}

const fn ends(name: &'static str) -> Word {
    Word { name, ends: Ends::Always, outcomes: &[], is_exhaustive: false, is_quick: true }
}

const fn transfer(name: &'static str) -> Word {
    Word { name, ends: Ends::Maybe, outcomes: &["failure"], is_exhaustive: false, is_quick: false }
}

const fn quick(name: &'static str, outcomes: &'static [&'static str]) -> Word {
    Word { name, ends: Ends::Never, outcomes, is_exhaustive: false, is_quick: true }
}

const fn slow(name: &'static str, outcomes: &'static [&'static str]) -> Word {
    Word { name, ends: Ends::Never, outcomes, is_exhaustive: false, is_quick: false }
}

const FOUND: &[&str] = &["found", "notFound"];

/// In alphabetical order.
const WORDS: [Word; 78] = [
    quick("addFlowMilestone", &[]),
    slow("askForBoolean", &[]),
    slow("askForIntent", &[]),
    slow("askForSlot", &[]),
    slow("callBotFlow", &["success", "failure"]),
    slow("callCommonModule", &["success", "failure"]),
    slow("callData", &["success", "failure", "timeout"]),
    slow("callDigitalBotFlow", &["success", "failure"]),
    slow("callTask", &[]),
    ends("changeState"),
    quick("clearSlot", &[]),
    slow("collectInput", &["success", "failure"]),
    slow("communicate", &[]),
    slow("dataTableLookup", &["found", "notFound", "failure"]),
    Word {
        name: "decision",
        ends: Ends::Never,
        outcomes: &["yes", "no"],
        is_exhaustive: true,
        is_quick: true,
    },
    slow("digitalMenu", &[]),
    ends("disconnect"),
    slow("disconnectWorkitem", &[]),
    ends("endFlow"),
    ends("endState"),
    ends("endTask"),
    ends("endWorkflow"),
    quick("evaluateSchedule", &["active", "inactive"]),
    quick("evaluateScheduleGroup", &["open", "closed", "holiday", "emergency"]),
    ends("exitBotFlow"),
    ends("exitWorkitemFlow"),
    quick("findEmergencyGroup", FOUND),
    quick("findLanguageSkill", FOUND),
    quick("findQueue", FOUND),
    quick("findQueueById", FOUND),
    quick("findSchedule", FOUND),
    quick("findScheduleGroup", FOUND),
    quick("findSkill", FOUND),
    quick("findSystemPrompt", FOUND),
    quick("findUser", FOUND),
    quick("findUserById", FOUND),
    quick("findUserPrompt", FOUND),
    quick("findUsersById", FOUND),
    quick("getConversationData", &["success", "failure"]),
    slow("getExternalContact", &[]),
    quick("getParticipantData", &[]),
    slow("getResponse", &[]),
    slow("holdMusic", &[]),
    quick("initializeFlowOutcome", &[]),
    ends("jumpToMenu"),
    ends("jumpToTask"),
    slow("loop", &[]),
    ends("loopExit"),
    ends("loopNext"),
    ends("menuDisconnect"),
    slow("menuTask", &[]),
    slow("playAudio", &[]),
    slow("playEstimatedWaitTime", &[]),
    slow("playPositionInQueue", &[]),
    slow("sendAutoReply", &[]),
    slow("sendNotification", &[]),
    slow("sendResponse", &[]),
    quick("setConversationData", &["success", "failure"]),
    quick("setFlowOutcome", &[]),
    quick("setLanguage", &[]),
    quick("setParticipantData", &[]),
    quick("setPostFlow", &[]),
    quick("setScreenPop", &[]),
    quick("setUtilizationLabel", &[]),
    quick("setWhisperAudio", &[]),
    quick("setWrapupCode", &[]),
    quick("switch", &[]),
    quick("transcription", &[]),
    transfer("transferToAcd"),
    transfer("transferToFlow"),
    transfer("transferToFlowSecure"),
    transfer("transferToGroup"),
    transfer("transferToNumber"),
    transfer("transferToUser"),
    transfer("transferToVoicemail"),
    quick("updateData", &[]),
    slow("wait", &[]),
    slow("waitForInput", &[]),
];

/// What is known of the action of this name.
pub(super) fn word(name: &str) -> Option<&'static Word> {
    let at = WORDS.binary_search_by(|word| word.name.cmp(name)).ok()?;
    WORDS.get(at)
}

/// Actions that the flow configuration calls by another name than Archy does, in alphabetical order.
const RENAMED: [(&str, &str); 25] = [
    ("AskForNLUIntentAction", "askForIntent"),
    ("DataAction", "callData"),
    ("EvaluateScheduleAction", "evaluateSchedule"),
    ("ExitLoopAction", "loopExit"),
    ("GetAttributesAction", "getParticipantData"),
    ("MenuAction", "jumpToMenu"),
    ("NextLoopAction", "loopNext"),
    ("ScheduleGroupAction", "evaluateScheduleGroup"),
    ("ScreenPopAction", "setScreenPop"),
    ("SetAttributesAction", "setParticipantData"),
    ("SetFlowMilestoneAction", "addFlowMilestone"),
    ("SetLocaleAction", "setLanguage"),
    ("SetWrapupCodeAction", "setWrapupCode"),
    ("TaskAction", "jumpToTask"),
    ("TransferExternalAction", "transferToNumber"),
    ("TransferFlowAction", "transferToFlow"),
    ("TransferFlowSecureAction", "transferToFlowSecure"),
    ("TransferGroupAction", "transferToGroup"),
    ("TransferMenuAction", "jumpToMenu"),
    ("TransferPureMatchAction", "transferToAcd"),
    ("TransferTaskAction", "jumpToTask"),
    ("TransferUserAction", "transferToUser"),
    ("TransferVoicemailAction", "transferToVoicemail"),
    ("UpdateVariableAction", "updateData"),
    ("WaitForInputAction", "waitForInput"),
];

/// Archy's name of an action that the flow configuration calls `type_name`: `playAudio` for `PlayAudioAction`.
pub(super) fn archy_word(type_name: &str) -> Cow<'_, str> {
    if let Ok(at) = RENAMED.binary_search_by(|(name, _)| name.cmp(&type_name)) {
        return Cow::Borrowed(RENAMED[at].1);
    }
    let stem = type_name.strip_suffix("Action").unwrap_or(type_name);
    let mut letters = stem.chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    Cow::Owned(first.into_iter().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_in_order() {
        assert!(WORDS.is_sorted_by(|a, b| a.name < b.name));
        assert!(RENAMED.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn a_workitem_that_is_disconnected_goes_on() {
        assert_eq!(word("disconnectWorkitem").map(|word| word.ends), Some(Ends::Never));
        assert_eq!(word("disconnect").map(|word| word.ends), Some(Ends::Always));
        assert_eq!(word("somethingNew"), None);
    }

    #[test]
    fn actions_of_the_flow_configuration_have_archys_names() {
        for (type_name, name) in [
            ("PlayAudioAction", "playAudio"),
            ("TransferPureMatchAction", "transferToAcd"),
            ("EndWorkflowAction", "endWorkflow"),
            ("Odd", "odd"),
            ("", ""),
        ] {
            assert_eq!(archy_word(type_name), name);
        }
    }
}
