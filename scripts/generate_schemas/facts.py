"""Facts about resources that are in no data file: limits, types, references."""

from .files import BASE

# What JSON Schema a map of telephony properties follows.
PROPERTIES = {
    "phone": f"{BASE}/common/phone-properties.schema.json",
    "phone-base": f"{BASE}/common/phone-properties.schema.json",
    "trunk-base": f"{BASE}/common/trunk-properties.schema.json",
}

# Settings that teams add to resources of the API form, by kind: key -> definition in common/extra-settings.schema.json.
EXTRA_SETTINGS = {
    "outbound-route": {"allowWebRtc": "allowWebRtc", "origins": "origins", "queues": "queues"},
    "recording-policy": {"recording": "recording"},
    "trunk-base": {"firewall": "firewall", "mediaHandling": "mediaHandling"},
}

# Keys of real exports that the models of the API leave out, by kind.
API_KEYS = {
    "data-action": ["actionType", "integrationType"],
    "recording-key": ["createDate", "keydataSummary", "localEncryptionConfiguration", "name", "user"],
}

# Nested resources of the API form: (kind, key) -> kind of the elements.
API_NESTED = {("site", "numberPlans"): "number-plan", ("site", "outboundRoutes"): "outbound-route"}

# Keys without which the platform takes no resource, and which every listing shows without being asked to expand.
API_REQUIRED = {
    "campaign": ["contactList", "dialingMode", "name"],
    "contact-list": ["columnNames", "name"],
    "did-pool": ["endPhoneNumber", "startPhoneNumber"],
    "extension-pool": ["endNumber", "startNumber"],
    "flow": ["name", "type"],
    "number-plan": ["classification", "matchType", "name"],
    "outbound-route": ["classificationTypes", "name"],
    "messaging-campaign": ["contactList", "messagesPerMinute", "name"],
    "oauth-client": ["authorizedGrantType", "name"],
    "email-domain": ["id"],
    "email-route": ["pattern"],
    "recording-key": [],
    "recording-key-rotation": [],
    "recording-settings": [],
    "routing-settings": [],
    "telephony-settings": [],
    "schedule": ["end", "name", "start"],
    "trunk": ["name", "trunkType"],
    "trunk-base": ["name", "trunkMetabase", "trunkType"],
}

# The templates of trunks and phones that exports and documentation show; of phones there are many more.
TRUNK_METABASES = [
    "edge_tielines.json", "external_sip.json", "external_sip_pcv_aws.json", "external_sip_pcv_byoc_carrier.json",
    "external_sip_pcv_byoc_pbx.json", "phone_connections.json", "phone_connections_cdm.json", "phone_connections_cdm_webrtc.json",
    "phone_connections_webrtc.json", "tie_cloud_proxy.json", "tie_direct.json", "tie_indirect.json",
]
PHONE_METABASES = ["generic_sip.json", "inin_webrtc_softphone.json"]


def slip(values):
    """Keywords for a text that is wrong where it is nearly one of these; anything else may be another one."""
    return {"enum": values, "x-severity": "warning", "x-unknown": "near"}


def slip_of_id(values):
    return {"properties": {"id": {"allOf": [slip(values)]}}}


# A time of day, as in the time slots of recording policies.
TIME = {
    "pattern": "^$|^([01][0-9]|2[0-4]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,3})?)?$",
    "x-message": {"pattern": "A time of day is written `08:00:00.000`"},
}
WEEKDAY = {"minimum": 1, "maximum": 7, "x-help": "Monday is 1, Sunday is 7"}
TIME_ZONE = {"allOf": [{"$ref": f"{BASE}/common/time-zone.schema.json"}]}
DIRECTION = {"enum": ["INBOUND", "OUTBOUND"], "x-severity": "warning"}

# Limits of the platform that its models do not state: (kind, model, field) -> keywords.
API_LIMITS = {
    ("data-action", "request_config", "requestType"): {
        "allOf": [{"enum": ["GET", "PUT", "POST", "PATCH", "DELETE", "", None], "x-severity": "warning"}]
    },
    ("recording-policy", "call_media_policy_conditions", "directions"): {"items": {"type": "string", "allOf": [DIRECTION]}},
    ("recording-policy", "time_allowed", "timeZoneId"): TIME_ZONE,
    ("recording-policy", "time_slot", "day"): WEEKDAY,
    ("recording-policy", "time_slot", "startTime"): TIME,
    ("recording-policy", "time_slot", "stopTime"): TIME,
    ("phone", "phone", "phoneMetaBase"): slip_of_id(PHONE_METABASES),
    ("phone-base", "phone_base", "phoneMetaBase"): slip_of_id(PHONE_METABASES),
    ("trunk-base", "trunk_base", "trunkMetabase"): slip_of_id(TRUNK_METABASES),
    ("campaign", "campaign", "priority"): {"minimum": 1, "maximum": 5},
    ("data-action", "action_config", "timeoutSeconds"): {"minimum": 1, "maximum": 60},
    ("queue", "service_level", "percentage"): {"minimum": 0, "maximum": 1},
}

# Models inside a resource of which an unknown key is worth a word where it looks like a known one, by kind: all of their keys
# are in the data.
API_NEAR_MISSES = {
    "data-action": [
        "action_config", "action_contract", "action_input", "action_output", "request_config", "response_config",
    ],
    "trigger": ["match_criteria"],
}

# What an event is compared with by a trigger. The operators are those of one release.
MATCH_OPERATORS = [
    "GreaterThanOrEqual", "LessThanOrEqual", "Equal", "NotEqual", "LessThan", "GreaterThan", "NotIn", "In", "Contains", "All",
    "Exists", "Size",
]
MATCH_CRITERION = {
    "type": "object",
    "properties": {
        "jsonPath": {"type": "string"},
        "operator": {"type": "string", "allOf": [{"enum": MATCH_OPERATORS, "x-severity": "warning"}]},
    },
    "allOf": [
        {
            "properties": {"jsonPath": True, "operator": True, "value": True, "values": True},
            "additionalProperties": False,
            "x-severity": "warning",
            "x-unknown": "near",
        }
    ],
}

MATCH_TYPES = ["digitLength", "e164NumberList", "interCountryCode", "intraCountryCode", "numberList", "regex"]
DIALING_MODES = ["agentless", "external", "power", "predictive", "preview", "progressive"]
GRANT_TYPES = ["CODE", "TOKEN", "SAML2-BEARER", "PASSWORD", "CLIENT-CREDENTIALS"]

# What the provider accepts, where its schema does not say so: (resource, block path, attribute) -> keywords.
TERRAFORM_LIMITS = {
    ("integration_action", "", "config_timeout_seconds"): {"minimum": 1, "maximum": 60},
    ("integration_action", "config_request", "request_type"): {"enum": ["GET", "PUT", "POST", "PATCH", "DELETE"]},
    ("location", "emergency_number", "type"): {"enum": ["default", "elin"]},
    ("oauth_client", "", "authorized_grant_type"): {"enum": GRANT_TYPES},
    ("oauth_client", "", "state"): {"enum": ["active", "inactive"]},
    ("outbound_attempt_limit", "", "reset_period"): {"enum": ["NEVER", "TODAY"], "x-severity": "warning"},
    ("outbound_campaign", "", "dialing_mode"): {"enum": DIALING_MODES},
    ("outbound_campaign", "", "priority"): {"minimum": 1, "maximum": 5},
    ("processautomation_trigger", "", "delay_by_seconds"): {"minimum": 60, "maximum": 900},
    ("outbound_wrapupcodemappings", "mappings", "flags"): {
        "enum": [
            "Contact_UnCallable", "Number_UnCallable", "Right_Party_Contact", "Business_Success", "Business_Failure",
            "Business_Neutral",
        ],
        "x-severity": "warning",
    },
    ("routing_queue", "", "acw_wrapup_prompt"): {
        "enum": ["MANDATORY", "OPTIONAL", "MANDATORY_TIMEOUT", "MANDATORY_FORCED_TIMEOUT", "AGENT_REQUESTED"]
    },
    ("routing_queue", "", "skill_evaluation_method"): {"enum": ["NONE", "BEST", "ALL"]},
    ("routing_queue", "routing_rules", "operator"): {"enum": ["MEETS_THRESHOLD", "ANY"]},
    ("telephony_providers_edges_did_pool", "", "pool_provider"): {"enum": ["PURE_CLOUD", "PURE_CLOUD_VOICE"]},
    ("telephony_providers_edges_phone", "", "phone_meta_base_id"): {"allOf": [slip(PHONE_METABASES)]},
    ("telephony_providers_edges_phonebasesettings", "", "phone_meta_base_id"): {"allOf": [slip(PHONE_METABASES)]},
    ("telephony_providers_edges_trunkbasesettings", "", "trunk_meta_base_id"): {"allOf": [slip(TRUNK_METABASES)]},
    ("telephony_providers_edges_site", "", "media_model"): {"enum": ["Premises", "Cloud"]},
    ("webdeployments_deployment", "push_integrations", "provider"): {"enum": ["APNS"]},
    ("telephony_providers_edges_site", "number_plans", "match_type"): {"enum": MATCH_TYPES, "x-severity": "warning"},
}
CAPACITY = {"minimum": 0, "maximum": 25}
REACTIONS = ["hangup", "transfer", "transfer_flow", "play_file"]
MEDIA = ["call", "callback", "chat", "email", "message"]
for resource, prefix in [("routing_utilization", ""), ("user", "routing_utilization.")]:
    TERRAFORM_LIMITS[resource, f"{prefix}label_utilizations", "maximum_capacity"] = CAPACITY
    for medium in MEDIA:
        TERRAFORM_LIMITS[resource, f"{prefix}{medium}", "maximum_capacity"] = CAPACITY
        TERRAFORM_LIMITS[resource, f"{prefix}{medium}", "interruptible_media_types"] = {"enum": MEDIA, "x-severity": "warning"}
for result in [
    "callable_busy", "callable_disconnect", "callable_fax", "callable_lineconnected", "callable_machine", "callable_noanswer",
    "callable_person", "callable_sit", "uncallable_notfound", "uncallable_sit",
]:
    TERRAFORM_LIMITS["outbound_callanalysisresponseset", f"responses.{result}", "reaction_type"] = {"enum": REACTIONS}
POLICY = "recording_media_retention_policy"
for medium in ["call", "chat", "email", "message"]:
    policy = f"media_policies.{medium}_policy"
    for archive in ["retention_duration.archive_retention", "initiate_screen_recording.archive_retention"]:
        medium_of_storage = {"enum": ["CLOUDARCHIVE"], "x-severity": "warning"}
        TERRAFORM_LIMITS[POLICY, f"{policy}.actions.{archive}", "storage_medium"] = medium_of_storage
    TERRAFORM_LIMITS[POLICY, f"{policy}.conditions", "directions"] = DIRECTION
    TERRAFORM_LIMITS[POLICY, f"{policy}.conditions.time_allowed", "time_zone_id"] = TIME_ZONE
    TERRAFORM_LIMITS[POLICY, f"{policy}.conditions.time_allowed.time_slots", "day"] = WEEKDAY
    for end in ["start_time", "stop_time"]:
        TERRAFORM_LIMITS[POLICY, f"{policy}.conditions.time_allowed.time_slots", end] = TIME
for medium in MEDIA:
    block = f"media_settings_{medium}"
    TERRAFORM_LIMITS["routing_queue", block, "alerting_timeout_sec"] = {"minimum": 7}
    TERRAFORM_LIMITS["routing_queue", block, "service_level_duration_ms"] = {"minimum": 1000}
    TERRAFORM_LIMITS["routing_queue", block, "service_level_percentage"] = {"minimum": 0, "maximum": 1}

# Attributes that are JSON in a string, and the schema of what stands in it: (resource, path of the attribute) -> schema.
TERRAFORM_JSON = {
    ("architect_datatable_row", "properties_json"): {"type": "object"},
    ("business_rules_schema", "properties"): {"type": "object"},
    ("integration", "config.advanced"): {"type": "object"},
    ("integration", "config.properties"): {"type": "object"},
    ("integration_action", "contract_input"): {"type": "object"},
    ("integration_action", "contract_output"): {"type": "object"},
    ("integration_action_draft", "contract_input"): {"type": "object"},
    ("integration_action_draft", "contract_output"): {"type": "object"},
    ("processautomation_trigger", "match_criteria"): {"type": "array", "items": MATCH_CRITERION},
    ("task_management_workitem", "custom_fields"): {"type": "object"},
    ("task_management_workitem_schema", "properties"): {"type": "object"},
    ("telephony_providers_edges_phone", "properties"): {"$ref": PROPERTIES["phone"]},
    ("telephony_providers_edges_phonebasesettings", "properties"): {"$ref": PROPERTIES["phone-base"]},
    ("telephony_providers_edges_trunkbasesettings", "properties"): {"$ref": PROPERTIES["trunk-base"]},
}

# What an attribute means where it is not set, by the provider: (resource, path of the attribute) -> value.
TERRAFORM_DEFAULTS = {
    ("location", "emergency_number.type"): "default",
    ("organization_authentication_settings", "password_requirements.minimum_digits"): 1,
    ("organization_authentication_settings", "password_requirements.minimum_length"): 8,
    ("organization_authentication_settings", "password_requirements.minimum_letters"): 0,
    ("organization_authentication_settings", "password_requirements.minimum_lower"): 1,
    ("organization_authentication_settings", "password_requirements.minimum_specials"): 1,
    ("organization_authentication_settings", "password_requirements.minimum_upper"): 1,
    ("outbound_messagingcampaign", "always_running"): False,
    ("outbound_messagingcampaign", "contact_sorts.direction"): "ASC",
    ("outbound_messagingcampaign", "contact_sorts.numeric"): False,
    ("webdeployments_configuration", "journey_events.enabled"): True,
    ("webdeployments_deployment", "allow_all_domains"): False,
}

# Where the API keeps what the provider calls otherwise: (resource, path of the attribute) -> path in the API, from the
# resource on, or from the element on for attributes of a record.
API_PLACES = {
    ("routing_queue", "media_settings_call"): "mediaSettings.call",
    ("routing_queue", "media_settings_callback"): "mediaSettings.callback",
    ("routing_queue", "media_settings_chat"): "mediaSettings.chat",
    ("routing_queue", "media_settings_email"): "mediaSettings.email",
    ("routing_queue", "media_settings_message"): "mediaSettings.message",
    ("location", "address.zip_code"): "zipcode",
    ("processautomation_trigger", "event_ttl_seconds"): "eventTTLSeconds",
    ("processautomation_trigger", "target.id"): "target.id",
    ("routing_email_domain", "subdomain"): "subDomain",
    ("routing_settings", "reset_agent_on_presence_change"): "resetAgentScoreOnPresenceChange",
    ("webdeployments_configuration", "headless_mode_enabled"): "headlessMode.enabled",
    ("webdeployments_deployment", "configuration.id"): "configuration.id",
    ("webdeployments_deployment", "push_integrations.id"): "pushIntegrations.*.id",
}

# Keys of the API that are the id of another resource: (model, key) -> kind.
API_REFERENCES = {("organization", "defaultSiteId"): "site"}

# Keys of the API that are a snapshot of people at work, not settings, by kind.
API_STATUS = {
    "user": [
        "authorization", "biography", "conversationSummary", "dateLastLogin", "dateWelcomeSent", "geolocation", "images",
        "integrationPresence", "lastTokenIssued", "outOfOffice", "presence", "routingStatus", "station", "workPlanBidRanks",
    ],
    "group": ["images"],
    "location": ["floorplanImage", "images", "profileImage"],
    "web-deployment": ["lastModifiedUser"],
    "web-deployment-configuration": ["createdUser", "lastModifiedUser", "publishedUser"],
}

# Settings beside an `id` that refers, which would need a record for themselves: kind -> name -> keys of the field.
MORE_FIELDS = {
    "contact-list-filter": {
        "predicates": {"type": "list(any)", "path": "clauses.*.predicates.*", "summary": "The predicates of all clauses"},
    },
    "digital-rule-set": {
        "columns": {
            "type": "list(string)",
            "terraform": "rules.*.conditions.*.contact_column_condition_settings.column_name",
            "summary": "The columns that its conditions read",
        },
        "updatedColumns": {
            "type": "list(string)",
            "terraform": "rules.*.actions.*.update_contact_column_action_settings.properties.*.~key",
            "summary": "The columns that its actions write",
        },
    },
    "rule-set": {
        "columns": {
            "type": "list(string)",
            "terraform": "'rules.*.conditions.*.[type=contactAttributeCondition].attribute_name'",
            "summary": "The columns that its conditions read",
        },
        "updatedColumns": {
            "type": "list(string)",
            "terraform": "'rules.*.actions.*.[action_type_name=MODIFY_CONTACT_ATTRIBUTE].properties.*.~key'",
            "summary": "The columns that its actions write",
        },
    },
    "trigger": {
        "targetType": {"type": "string", "path": "target.type", "summary": "What is started: `Workflow`"},
    },
    "web-deployment": {
        "configurationVersion": {
            "type": "string", "path": "configuration.version", "summary": "The version of the configuration that is deployed"
        },
    },
}

# Kinds whose blocks are of no use to rules one by one.
WITHOUT_RECORDS = {"knowledge-document-variation"}

# What rules call a reference whose attribute says something else: (resource, path of the attribute) -> name.
REFERENCE_NAMES = {("location", "path"): "parents"}

# References that the data has at a path that the provider does not have, or to a resource that does not exist:
# (resource, path) -> why it is left out.
RENAMED_REFERENCES = {
    ("case_management_caseplan", "customer_intent.id"): "the target is called otherwise",
    ("webdeployments_configuration", "apps.knowledge.knowlege_base_id"): "stands in `messenger`",
    ("webdeployments_configuration", "enabled_categories.category_id"): "stands in `support_center`",
}

# References that the data does not have: (resource, path of the attribute) -> resource.
MORE_REFERENCES = {
    ("case_management_caseplan", "customer_intent.id"): "intents_customerintents",
    ("case_management_caseplan_create_version", "caseplan_id"): "case_management_caseplan",
    ("case_management_caseplan_publish", "caseplan_id"): "case_management_caseplan",
    ("case_management_stageplan", "caseplan_id"): "case_management_caseplan",
    ("case_management_stepplan", "caseplan_id"): "case_management_caseplan",
    ("case_management_stepplan", "workitem_settings.worktype_id"): "task_management_worktype",
    ("conversations_messaging_settings_default", "setting_id"): "conversations_messaging_settings",
    ("flow_loglevel", "flow_id"): "flow",
    ("journey_action_map", "action.web_messaging_offer_fields.architect_flow_id"): "flow",
    ("journey_view_schedule", "journey_view_id"): "journey_views",
    ("orgauthorization_pairing", "group_ids"): "group",
    ("orgauthorization_pairing", "user_ids"): "user",
    ("outbound_contact_list_contact", "contact_list_id"): "outbound_contact_list",
    ("outbound_digitalruleset", "rules.conditions.data_action_condition_settings.data_action_id"): "integration_action",
    ("outbound_messagingcampaign", "email_config.from_address.domain_id"): "routing_email_domain",
    ("responsemanagement_response", "asset_ids"): "responsemanagement_responseasset",
    ("routing_utilization", "label_utilizations.interrupting_label_ids"): "routing_utilization_label",
    ("routing_utilization", "label_utilizations.label_id"): "routing_utilization_label",
    ("task_management_worktype_status_transition", "status_id"): "task_management_worktype_status",
    ("user", "routing_utilization.label_utilizations.interrupting_label_ids"): "routing_utilization_label",
    ("user", "routing_utilization.label_utilizations.label_id"): "routing_utilization_label",
    ("webdeployments_configuration", "messenger.apps.knowledge.knowledge_base_id"): "knowledge_knowledgebase",
    ("webdeployments_configuration", "support_center.enabled_categories.category_id"): "knowledge_category",
    ("webdeployments_configuration", "support_center.knowledge_base_id"): "knowledge_knowledgebase",
}

# An outbound route as a block of its site: until the provider made it a resource of its own.
NESTED_ROUTE = {
    "type": "object",
    "properties": {
        "classification_types": {"type": "array", "items": {"type": "string"}},
        "description": {"type": "string"},
        "distribution": {"enum": ["SEQUENTIAL", "RANDOM", ""]},
        "enabled": {"type": "boolean"},
        "external_trunk_base_ids": {"type": "array", "items": {"type": "string"}},
        "name": {"type": "string"},
    },
    "required": ["classification_types", "name"],
}

# Attributes that the data lacks though configurations have them, of earlier releases of the provider or from its
# examples: (resource, block path) -> attribute -> schema.
TERRAFORM_MORE = {
    ("flow", ""): {"file_content_hash": {"type": "string"}},
    ("integration_action", "function_config"): {
        "file_content_hash": {"type": "string"},
        "publish": {"type": "boolean"},
    },
    ("telephony_providers_edges_site", ""): {
        "outbound_routes": NESTED_ROUTE | {"type": ["array", "object"], "items": NESTED_ROUTE}
    },
}

# Keys that Terraform itself reads in every resource or block.
TERRAFORM_META = ["//", "connection", "count", "depends_on", "dynamic", "for_each", "lifecycle", "provider", "provisioner"]

# Trunk properties of external trunks that appear in code and documentation of the platform, in no export that was read.
TEXT = {"type": "string"}
SWITCH = {"type": "boolean"}
TRUNK_KEYS_FROM_CODE = {
    "trunk_outboundIdentity_calledAddress_omitPlusPrefix": SWITCH,
    "trunk_outboundIdentity_callingAddress_omitPlusPrefix": SWITCH,
    "trunk_rlt_enabled": SWITCH,
    "trunk_routing_inbound_dnis_enabled": SWITCH,
    "trunk_routing_outbound_higher_capacity": {},
    "trunk_sip_authentication_credentials_password": TEXT,
    "trunk_sip_authentication_credentials_realm": TEXT,
    "trunk_sip_authentication_credentials_username": TEXT,
    "trunk_sip_routingAddress": TEXT,
    "trunk_sip_termination_uri": TEXT,
    "trunk_sip_uuiEnabled": SWITCH,
    "trunk_sip_uuiEncoding": TEXT,
    "trunk_sip_uuiHeader": TEXT,
    "trunk_sip_uuiPd": TEXT,
    "trunk_transport_serverProxyList": {"type": "array", "items": TEXT},
}
