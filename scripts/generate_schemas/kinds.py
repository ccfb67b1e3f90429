"""Which kinds there are, what they are called, and how they are recognised."""

from dataclasses import dataclass

from .names import title

DOCS = "https://registry.terraform.io/providers/MyPureCloud/genesyscloud/latest/docs/resources/"


@dataclass(frozen=True)
class Api:
    """The API form of a kind: its model, and how it is recognised."""

    model: str
    self_uri: tuple = ()
    keys: tuple = ()


@dataclass(frozen=True)
class Kind:
    """One kind: its Terraform resource without prefix, its model of the API, either of which may be missing."""

    slug: str
    resource: str | None
    api: Api | None
    is_written_by_hand: bool = False

    @property
    def model(self):
        return self.api.model if self.api else None

    @property
    def title(self):
        return TITLES.get(self.slug) or title(self.slug)

    @property
    def docs(self):
        return DOCS + self.resource if self.resource else API_DOCS.get(self.slug)


# Kinds whose kind.yaml is written by hand: kind -> (model of the API, Terraform resource without its prefix)
WRITTEN_BY_HAND = {
    "call-analysis-response-set": ("response_set", "outbound_callanalysisresponseset"),
    "campaign": ("campaign", "outbound_campaign"),
    "contact-list": ("contact_list", "outbound_contact_list"),
    "data-action": ("action", "integration_action"),
    "did-pool": ("did_pool", "telephony_providers_edges_did_pool"),
    "edge": ("edge", None),
    "edge-group": ("edge_group", "telephony_providers_edges_edge_group"),
    "emergency-group": ("emergency_group", "architect_emergencygroup"),
    "extension-pool": ("extension_pool", "telephony_providers_edges_extension_pool"),
    "flow": ("flow", "flow"),
    "integration": ("integration", "integration"),
    "integration-credential": (None, "integration_credential"),
    "ivr": ("ivr", "architect_ivr"),
    "number-plan": ("number_plan", None),
    "oauth-client": ("o_auth_client", "oauth_client"),
    "outbound-route": ("outbound_route", "telephony_providers_edges_site_outbound_route"),
    "phone": ("phone", "telephony_providers_edges_phone"),
    "phone-base": ("phone_base", "telephony_providers_edges_phonebasesettings"),
    "queue": ("queue", "routing_queue"),
    "recording-policy": ("policy", "recording_media_retention_policy"),
    "recording-settings": ("recording_settings", None),
    "role": (None, "auth_role"),
    "schedule": ("schedule", "architect_schedules"),
    "schedule-group": ("schedule_group", "architect_schedulegroups"),
    "script": ("script", "script"),
    "site": ("site", "telephony_providers_edges_site"),
    "trunk": ("trunk", "telephony_providers_edges_trunk"),
    "trunk-base": ("trunk_base", "telephony_providers_edges_trunkbasesettings"),
}

# Slugs of Terraform resources that are not the name with hyphens.
SLUGS = {
    "ai_studio_summary_setting": "ai-summary-setting",
    "architect_datatable": "data-table",
    "architect_datatable_row": "data-table-row",
    "architect_grammar": "grammar",
    "architect_grammar_language": "grammar-language",
    "architect_user_prompt": "user-prompt",
    "auth_division": "division",
    "auth_role": "role",
    "business_rules_decision_table": "decision-table",
    "business_rules_schema": "decision-schema",
    "case_management_caseplan": "case-plan",
    "case_management_caseplan_create_version": "case-plan-version",
    "case_management_caseplan_publish": "case-plan-publication",
    "case_management_stageplan": "stage-plan",
    "case_management_stepplan": "step-plan",
    "conversations_messaging_integrations_apple": "messaging-integration-apple",
    "conversations_messaging_integrations_instagram": "messaging-integration-instagram",
    "conversations_messaging_integrations_open": "messaging-integration-open",
    "conversations_messaging_integrations_whatsapp": "messaging-integration-whatsapp",
    "conversations_messaging_settings": "messaging-settings",
    "conversations_messaging_settings_default": "messaging-settings-default",
    "conversations_messaging_supportedcontent": "supported-content",
    "conversations_messaging_supportedcontent_default": "supported-content-default",
    "conversations_settings": "conversation-settings",
    "employeeperformance_externalmetrics_definitions": "external-metric-definition",
    "externalcontacts_contact": "external-contact",
    "externalcontacts_external_source": "external-source",
    "externalcontacts_organization": "external-organization",
    "flow_loglevel": "flow-log-level",
    "greeting_user": "user-greeting",
    "integration_action_draft": "data-action-draft",
    "integration_custom_auth_action": "custom-auth-action",
    "intents_categories": "intent-category",
    "intents_customerintents": "customer-intent",
    "journey_views": "journey-view",
    "knowledge_document": "knowledge-document",
    "knowledge_document_variation": "knowledge-document-variation",
    "knowledge_knowledgebase": "knowledge-base",
    "learning_modules": "learning-module",
    "organization_presence_definition": "presence-definition",
    "orgauthorization_pairing": "org-authorization-pairing",
    "outbound_attempt_limit": "attempt-limit",
    "outbound_callabletimeset": "callable-time-set",
    "outbound_campaignrule": "campaign-rule",
    "outbound_contact_list_contact": "contact-list-contact",
    "outbound_contact_list_template": "contact-list-template",
    "outbound_contactlistfilter": "contact-list-filter",
    "outbound_digitalruleset": "digital-rule-set",
    "outbound_dnclist": "dnc-list",
    "outbound_filespecificationtemplate": "file-specification-template",
    "outbound_messagingcampaign": "messaging-campaign",
    "outbound_ruleset": "rule-set",
    "outbound_sequence": "campaign-sequence",
    "outbound_wrapupcodemappings": "wrapup-code-mappings",
    "processautomation_trigger": "trigger",
    "quality_forms_evaluation": "evaluation-form",
    "quality_forms_survey": "survey-form",
    "responsemanagement_library": "response-library",
    "responsemanagement_response": "canned-response",
    "responsemanagement_responseasset": "response-asset",
    "routing_email_domain": "email-domain",
    "routing_email_route": "email-route",
    "routing_language": "language",
    "routing_queue_conditional_group_activation": "queue-group-activation",
    "routing_queue_conditional_group_routing": "queue-group-routing",
    "routing_queue_outbound_email_address": "queue-email-address",
    "routing_skill": "skill",
    "routing_skill_group": "skill-group",
    "routing_sms_address": "sms-address",
    "routing_utilization_label": "utilization-label",
    "routing_wrapupcode": "wrapup-code",
    "speechandtextanalytics_dictionaryfeedback": "dictionary-feedback",
    "speechandtextanalytics_topic": "speech-topic",
    "task_management_workbin": "workbin",
    "task_management_workitem": "workitem",
    "task_management_workitem_schema": "workitem-schema",
    "task_management_worktype": "worktype",
    "task_management_worktype_flow_datebased_rule": "worktype-date-rule",
    "task_management_worktype_flow_onattributechange_rule": "worktype-change-rule",
    "task_management_worktype_flow_oncreate_rule": "worktype-create-rule",
    "task_management_worktype_status": "worktype-status",
    "task_management_worktype_status_transition": "worktype-status-transition",
    "tf_export": "terraform-export",
    "users_rules": "user-rule",
    "webdeployments_configuration": "web-deployment-configuration",
    "webdeployments_deployment": "web-deployment",
    "workforcemanagement_businessunits": "business-unit",
}

# Titles that are more than the slug.
TITLES = {
    "ai-summary-setting": "AI summary setting",
    "canned-response": "Canned response",
    "case-plan-publication": "Publication of a case plan",
    "case-plan-version": "New version of a case plan",
    "custom-auth-action": "Action that fetches a token for data actions",
    "customer-intent": "Customer intent",
    "data-action-draft": "Draft of a data action",
    "data-table": "Architect data table",
    "data-table-row": "Row of an Architect data table",
    "decision-schema": "Schema of decision tables",
    "dictionary-feedback": "Word for the speech recognition dictionary",
    "email-domain": "Inbound e-mail domain",
    "email-route": "Inbound e-mail route",
    "grammar": "Architect grammar",
    "grammar-language": "Language of an Architect grammar",
    "messaging-integration-apple": "Apple Messages integration",
    "messaging-integration-instagram": "Instagram integration",
    "messaging-integration-open": "Open messaging integration",
    "messaging-integration-whatsapp": "WhatsApp integration",
    "messaging-settings-default": "Default messaging settings",
    "organization": "Organisation",
    "organization-authentication-settings": "Authentication settings of the organisation",
    "org-authorization-pairing": "Pairing with a trusted organisation",
    "queue-email-address": "Outbound e-mail address of a queue",
    "queue-group-activation": "Conditional group activation of a queue",
    "queue-group-routing": "Conditional group routing of a queue",
    "recording-key": "Recording key configuration",
    "recording-key-rotation": "Rotation of recording keys",
    "skill": "Routing skill",
    "language": "Routing language",
    "speech-topic": "Topic of speech and text analytics",
    "supported-content-default": "Default supported content profile",
    "supported-content": "Supported content profile",
    "telephony-settings": "Telephony settings of the organisation",
    "terraform-export": "Export of CX as Code",
    "trigger": "Process automation trigger",
    "user-greeting": "Greeting of a user",
    "user-prompt": "Architect user prompt",
    "wrapup-code": "Wrap-up code",
    "wrapup-code-mappings": "Mappings of wrap-up codes for outbound",
    "worktype-change-rule": "Worktype rule: an attribute changes",
    "worktype-create-rule": "Worktype rule: a workitem is made",
    "worktype-date-rule": "Worktype rule: a date comes near",
}

# The API form of generated kinds.
APIS = {
    "alerting-rule": Api(
        "common_rule",
        ("/api/v2/alerting/rules/{id}", "/api/v2/alerting/interactionstats/rules/{id}"),
        ("conditions", "notifications", "sendExitingAlarmNotifications"),
    ),
    "callable-time-set": Api("callable_time_set", ("/api/v2/outbound/callabletimesets/{id}",), ("callableTimes", "name")),
    "campaign-rule": Api("campaign_rule", ("/api/v2/outbound/campaignrules/{id}",)),
    "campaign-sequence": Api("campaign_sequence", ("/api/v2/outbound/sequences/{id}",)),
    "contact-list-filter": Api("contact_list_filter", ("/api/v2/outbound/contactlistfilters/{id}",)),
    "data-table": Api("data_table", ("/api/v2/flows/datatables/{id}",)),
    "division": Api("division", ("/api/v2/authorization/divisions/{id}",)),
    "dnc-list": Api("dnc_list", ("/api/v2/outbound/dnclists/{id}",), ("dncSourceType", "name")),
    "email-domain": Api("inbound_domain", ("/api/v2/routing/email/domains/{id}",)),
    "email-route": Api("inbound_route", ("/api/v2/routing/email/domains/{domain}/routes/{id}",)),
    "flow-milestone": Api("flow_milestone", ("/api/v2/flows/milestones/{id}",)),
    "flow-outcome": Api("flow_outcome", ("/api/v2/flows/outcomes/{id}",)),
    "group": Api("group", ("/api/v2/groups/{id}",)),
    "language": Api("language", ("/api/v2/routing/languages/{id}",)),
    "location": Api("location_definition", ("/api/v2/locations/{id}",)),
    "messaging-campaign": Api(
        "messaging_campaign", ("/api/v2/outbound/messagingcampaigns/{id}",), ("messagesPerMinute", "contactList")
    ),
    "organization": Api(
        "organization", ("/api/v2/organizations/me", "/api/v2/organizations/{id}"), ("thirdPartyOrgName", "features")
    ),
    "recording-key": Api(
        "recording_encryption_configuration",
        (
            "/api/v2/recording/recordingkeys/{id}",
            "/api/v2/recording/localkeys/settings/{id}",
            "/api/v2/recording/keyconfigurations/{id}",
        ),
        ("keyConfigurationType",),
    ),
    "recording-key-rotation": Api("key_rotation_schedule", ("/api/v2/recording/recordingkeys/rotationschedule",)),
    "routing-settings": Api("routing_settings", ("/api/v2/routing/settings",)),
    "skill": Api("routing_skill", ("/api/v2/routing/skills/{id}",)),
    "team": Api("team", ("/api/v2/teams/{id}",)),
    "telephony-settings": Api("telephony_settings", (), ("persistentConnectionRequired",)),
    "trigger": Api("trigger", ("/api/v2/processautomation/triggers/{id}",), ("topicName", "target")),
    "user": Api("user", ("/api/v2/users/{id}",)),
    "user-prompt": Api("prompt", ("/api/v2/architect/prompts/{id}",)),
    "web-deployment": Api(
        "web_deployment", ("/api/v2/webdeployments/deployments/{id}",), ("allowedDomains", "configuration")
    ),
    "web-deployment-configuration": Api(
        "web_deployment_configuration_version",
        (
            "/api/v2/webdeployments/configurations/{id}",
            "/api/v2/webdeployments/configurations/{configuration}/versions/{version}",
        ),
        ("messenger", "languages"),
    ),
    "wrapup-code": Api("wrapup_code", ("/api/v2/routing/wrapupcodes/{id}",)),
}

# Kinds of the API form alone, and a page about each.
API_DOCS = {
    "alerting-rule": "https://developer.genesys.cloud/analyticsdatamanagement/alerting/",
    "organization": "https://developer.genesys.cloud/platform/",
    "recording-key": "https://developer.genesys.cloud/analyticsdatamanagement/recording/",
    "recording-key-rotation": "https://developer.genesys.cloud/analyticsdatamanagement/recording/",
    "telephony-settings": "https://developer.genesys.cloud/telephony/",
}

# Where a Terraform resource keeps its name, where that is not `name`; None where it has none.
NAMES = {
    "architect_datatable_row": "key_value",
    "architect_grammar_language": "language",
    "journey_action_map": "display_name",
    "journey_outcome": "display_name",
    "journey_segment": "display_name",
    "knowledge_category": "knowledge_category.name",
    "knowledge_document": "knowledge_document.title",
    "knowledge_document_variation": "knowledge_document_variation.name",
    "knowledge_label": "knowledge_label.name",
    "routing_email_domain": "domain_id",
    "routing_email_route": "pattern",
    "script": "script_name",
    "speechandtextanalytics_dictionaryfeedback": "term",
}

# The same for the API form, by kind.
API_NAMES = {"email-domain": "id", "email-route": "pattern", "routing-settings": None, "telephony-settings": None}


def all_kinds(resources):
    """All kinds with anything generated, in the order of their slugs."""
    hand = {
        slug: Kind(slug, resource, Api(model), is_written_by_hand=True)
        for slug, (model, resource) in WRITTEN_BY_HAND.items()
    }
    taken = {kind.resource for kind in hand.values()}
    names = {SLUGS.get(name, name.replace("_", "-")): name for name in sorted(resources) if name not in taken}
    slugs = sorted({*names, *APIS})
    generated = {slug: Kind(slug, names.get(slug), APIS.get(slug)) for slug in slugs}
    return [kind for _, kind in sorted((hand | generated).items())]


def name_of(kind, resource_blocks):
    """Where a Terraform resource of the kind keeps its name; None where it has none."""
    return NAMES.get(kind.resource) or ("name" if "name" in resource_blocks[""] else None)
