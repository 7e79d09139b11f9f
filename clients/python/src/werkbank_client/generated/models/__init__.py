"""Contains all the data models used in inputs/outputs"""

from .accept_offer_move import AcceptOfferMove
from .acceptance import Acceptance
from .acceptances import Acceptances
from .access import Access
from .access_shown import AccessShown
from .actor import Actor
from .actor_shown import ActorShown
from .address import Address
from .address_changes import AddressChanges
from .address_page import AddressPage
from .address_use import AddressUse
from .again import Again
from .agreed_shown import AgreedShown
from .answer_move import AnswerMove
from .api_key_made import ApiKeyMade
from .api_key_page import ApiKeyPage
from .api_key_shown import ApiKeyShown
from .approval_body import ApprovalBody
from .attachment_shown import AttachmentShown
from .attempt_shown import AttemptShown
from .audit_account import AuditAccount
from .audit_action import AuditAction
from .audit_actor import AuditActor
from .audit_actor_role import AuditActorRole
from .audit_entry_shown import AuditEntryShown
from .audit_entry_shown_via import AuditEntryShownVia
from .audit_page import AuditPage
from .audit_subject import AuditSubject
from .author import Author
from .batch_result import BatchResult
from .booked_address_changes import BookedAddressChanges
from .booked_address_shown import BookedAddressShown
from .both_shown import BothShown
from .bulk_changes import BulkChanges
from .calendar_day_shown import CalendarDayShown
from .calendar_shown import CalendarShown
from .cancel_move import CancelMove
from .challenge_shown import ChallengeShown
from .challenge_shown_options import ChallengeShownOptions
from .change_shown import ChangeShown
from .changed_check import ChangedCheck
from .changed_data import ChangedData
from .changed_input import ChangedInput
from .changed_line import ChangedLine
from .changed_measure import ChangedMeasure
from .changed_money import ChangedMoney
from .changed_number import ChangedNumber
from .changed_quote import ChangedQuote
from .changed_text import ChangedText
from .cheapest_shown import CheapestShown
from .check_shown import CheckShown
from .choice import Choice
from .choice_body import ChoiceBody
from .choice_result import ChoiceResult
from .choice_shown import ChoiceShown
from .choice_shown_field import ChoiceShownField
from .choices import Choices
from .choices_choices import ChoicesChoices
from .choices_choices_additional_property_type_0 import ChoicesChoicesAdditionalPropertyType0
from .choices_shown import ChoicesShown
from .choices_shown_basis import ChoicesShownBasis
from .code_shown import CodeShown
from .color_shown import ColorShown
from .compared_process import ComparedProcess
from .compared_record import ComparedRecord
from .comparison_shown import ComparisonShown
from .complete_move import CompleteMove
from .confirmation import Confirmation
from .confirmation_promised import ConfirmationPromised
from .consent_move import ConsentMove
from .consent_move_to import ConsentMoveTo
from .consents_shown import ConsentsShown
from .constraint_shown import ConstraintShown
from .contractor_answer import ContractorAnswer
from .contractor_answers import ContractorAnswers
from .contractor_answers_basis import ContractorAnswersBasis
from .contractor_counts import ContractorCounts
from .contractor_page import ContractorPage
from .contractor_shown import ContractorShown
from .contractor_terms_body import ContractorTermsBody
from .contractor_terms_body_channels_item import ContractorTermsBodyChannelsItem
from .contractor_terms_body_express_type_0 import ContractorTermsBodyExpressType0
from .contractor_terms_body_instant_orders_type_0 import ContractorTermsBodyInstantOrdersType0
from .contractor_terms_body_post_processings_item import ContractorTermsBodyPostProcessingsItem
from .contractor_terms_body_preparation import ContractorTermsBodyPreparation
from .contractor_terms_body_shipping_item import ContractorTermsBodyShippingItem
from .contractor_terms_body_tiers_item import ContractorTermsBodyTiersItem
from .cost import Cost
from .counted_contractors import CountedContractors
from .date_kind import DateKind
from .deadline_of_state import DeadlineOfState
from .deadline_shown import DeadlineShown
from .deadlines_set import DeadlinesSet
from .deadlines_shown import DeadlinesShown
from .decided_by import DecidedBy
from .default_limit_shown import DefaultLimitShown
from .deliver_move import DeliverMove
from .deliver_part_move import DeliverPartMove
from .delivery_in_full import DeliveryInFull
from .delivery_in_full_body import DeliveryInFullBody
from .delivery_page import DeliveryPage
from .delivery_shown import DeliveryShown
from .dependency_shown import DependencyShown
from .dependency_shown_status import DependencyShownStatus
from .description import Description
from .description_booked_item import DescriptionBookedItem
from .description_materials_item import DescriptionMaterialsItem
from .description_materials_item_limits import DescriptionMaterialsItemLimits
from .description_materials_item_limits_escape_mm import DescriptionMaterialsItemLimitsEscapeMm
from .description_materials_item_limits_feature_mm import DescriptionMaterialsItemLimitsFeatureMm
from .description_materials_item_limits_part_share import DescriptionMaterialsItemLimitsPartShare
from .description_materials_item_limits_solid_share import DescriptionMaterialsItemLimitsSolidShare
from .description_materials_item_limits_surface_um import DescriptionMaterialsItemLimitsSurfaceUm
from .description_materials_item_limits_tolerance_mm import (
    DescriptionMaterialsItemLimitsToleranceMm,
)
from .description_materials_item_limits_tolerance_ratio import (
    DescriptionMaterialsItemLimitsToleranceRatio,
)
from .description_materials_item_limits_wall_mm import DescriptionMaterialsItemLimitsWallMm
from .description_materials_item_ral import DescriptionMaterialsItemRal
from .description_materials_item_speeds import DescriptionMaterialsItemSpeeds
from .description_rates import DescriptionRates
from .description_speeds import DescriptionSpeeds
from .device_approval_shown import DeviceApprovalShown
from .device_approval_wish import DeviceApprovalWish
from .device_confirmation import DeviceConfirmation
from .dispatch_shown import DispatchShown
from .dispute_move import DisputeMove
from .dispute_shown import DisputeShown
from .dispute_waiting import DisputeWaiting
from .download_page import DownloadPage
from .download_shown import DownloadShown
from .dry_run import DryRun
from .due_shown import DueShown
from .effect_shown import EffectShown
from .email_confirmation import EmailConfirmation
from .enrolment_shown import EnrolmentShown
from .entered_state_shown import EnteredStateShown
from .estimate_shown import EstimateShown
from .estimate_wish import EstimateWish
from .estimated_quote import EstimatedQuote
from .estimates_shown import EstimatesShown
from .event_page import EventPage
from .event_shown import EventShown
from .event_shown_data import EventShownData
from .event_type import EventType
from .export_projects_role_type_0 import ExportProjectsRoleType0
from .export_projects_sort import ExportProjectsSort
from .failing_mail_shown import FailingMailShown
from .file_access_data import FileAccessData
from .file_changes import FileChanges
from .file_data import FileData
from .file_downloaded_data import FileDownloadedData
from .file_error import FileError
from .file_page import FilePage
from .file_role import FileRole
from .file_shown import FileShown
from .file_shown_repair_type_0 import FileShownRepairType0
from .file_summary import FileSummary
from .finding_page import FindingPage
from .finding_shown import FindingShown
from .finish_production_move import FinishProductionMove
from .flat_project import FlatProject
from .flat_project_details import FlatProjectDetails
from .flat_project_states import FlatProjectStates
from .geometry_shown import GeometryShown
from .get_document_language_type_0 import GetDocumentLanguageType0
from .get_history_pdf_language_type_0 import GetHistoryPdfLanguageType0
from .get_verification_pdf_language_type_0 import GetVerificationPdfLanguageType0
from .give_up_move import GiveUpMove
from .health_shown import HealthShown
from .health_shown_dependencies import HealthShownDependencies
from .health_shown_status import HealthShownStatus
from .history_entry import HistoryEntry
from .history_entry_data import HistoryEntryData
from .history_list import HistoryList
from .history_trigger import HistoryTrigger
from .inconsistency_shown import InconsistencyShown
from .input_file import InputFile
from .inspected_shown import InspectedShown
from .invitation_acceptance import InvitationAcceptance
from .invitation_page import InvitationPage
from .invitation_shown import InvitationShown
from .joined_organization import JoinedOrganization
from .joint_quote_shown import JointQuoteShown
from .key_owner import KeyOwner
from .kind_shown import KindShown
from .kind_shown_as_client import KindShownAsClient
from .kind_shown_as_contractor import KindShownAsContractor
from .kind_shown_channel_type_0 import KindShownChannelType0
from .leaving_shown import LeavingShown
from .line_shown import LineShown
from .link_promised import LinkPromised
from .link_shown import LinkShown
from .linking import Linking
from .linking_begun import LinkingBegun
from .links_shown import LinksShown
from .list_documents_language_type_0 import ListDocumentsLanguageType0
from .list_projects_include_type_0 import ListProjectsIncludeType0
from .list_projects_role_type_0 import ListProjectsRoleType0
from .list_projects_sort import ListProjectsSort
from .list_requests_state_type_0 import ListRequestsStateType0
from .list_webhook_deliveries_state_type_0 import ListWebhookDeliveriesStateType0
from .listed_contractor_page import ListedContractorPage
from .listed_contractor_shown import ListedContractorShown
from .live_shown import LiveShown
from .log_out_by_provider_body import LogOutByProviderBody
from .login_body import LoginBody
from .logout_shown import LogoutShown
from .lookalike_shown import LookalikeShown
from .machine_shown import MachineShown
from .material_page import MaterialPage
from .material_shown import MaterialShown
from .me import Me
from .measures_of_part import MeasuresOfPart
from .measures_shown import MeasuresShown
from .mechanical_properties_shown import MechanicalPropertiesShown
from .member_changes import MemberChanges
from .member_data import MemberData
from .member_key import MemberKey
from .member_key_page import MemberKeyPage
from .member_page import MemberPage
from .member_shown import MemberShown
from .message_data import MessageData
from .message_page import MessagePage
from .message_shown import MessageShown
from .missed_in_organization import MissedInOrganization
from .missed_in_process import MissedInProcess
from .missed_in_project import MissedInProject
from .missed_shown import MissedShown
from .missing_shown import MissingShown
from .model_format import ModelFormat
from .money_shown import MoneyShown
from .move_body import MoveBody
from .move_body_to_type_0 import MoveBodyToType0
from .move_shown import MoveShown
from .my_organization import MyOrganization
from .new_address import NewAddress
from .new_api_key import NewApiKey
from .new_clone import NewClone
from .new_invitation import NewInvitation
from .new_line import NewLine
from .new_machine import NewMachine
from .new_machine_booked_item import NewMachineBookedItem
from .new_machine_materials_item import NewMachineMaterialsItem
from .new_machine_materials_item_limits import NewMachineMaterialsItemLimits
from .new_machine_materials_item_limits_escape_mm import NewMachineMaterialsItemLimitsEscapeMm
from .new_machine_materials_item_limits_feature_mm import NewMachineMaterialsItemLimitsFeatureMm
from .new_machine_materials_item_limits_part_share import NewMachineMaterialsItemLimitsPartShare
from .new_machine_materials_item_limits_solid_share import NewMachineMaterialsItemLimitsSolidShare
from .new_machine_materials_item_limits_surface_um import NewMachineMaterialsItemLimitsSurfaceUm
from .new_machine_materials_item_limits_tolerance_mm import NewMachineMaterialsItemLimitsToleranceMm
from .new_machine_materials_item_limits_tolerance_ratio import (
    NewMachineMaterialsItemLimitsToleranceRatio,
)
from .new_machine_materials_item_limits_wall_mm import NewMachineMaterialsItemLimitsWallMm
from .new_machine_materials_item_ral import NewMachineMaterialsItemRal
from .new_machine_materials_item_speeds import NewMachineMaterialsItemSpeeds
from .new_machine_rates import NewMachineRates
from .new_machine_speeds import NewMachineSpeeds
from .new_member import NewMember
from .new_message import NewMessage
from .new_offer import NewOffer
from .new_offers import NewOffers
from .new_organization import NewOrganization
from .new_passkey import NewPasskey
from .new_passkey_credential import NewPasskeyCredential
from .new_process import NewProcess
from .new_process_certificate_type_0 import NewProcessCertificateType0
from .new_process_details_type_0 import NewProcessDetailsType0
from .new_project import NewProject
from .new_project_details import NewProjectDetails
from .new_role import NewRole
from .new_webhook import NewWebhook
from .new_webhook_ordering import NewWebhookOrdering
from .no_data import NoData
from .notified import Notified
from .numbers import Numbers
from .offer_data import OfferData
from .offer_list import OfferList
from .offer_page import OfferPage
from .offer_shown import OfferShown
from .offered_money import OfferedMoney
from .offered_price import OfferedPrice
from .offered_shown import OfferedShown
from .offered_shown_ral import OfferedShownRal
from .offers_of_project import OffersOfProject
from .organization_changed_data import OrganizationChangedData
from .organization_changes import OrganizationChanges
from .organization_created_data import OrganizationCreatedData
from .organization_data import OrganizationData
from .organization_page import OrganizationPage
from .organization_shown import OrganizationShown
from .organization_shown_address_type_0 import OrganizationShownAddressType0
from .outcome import Outcome
from .overview_shown import OverviewShown
from .overview_shown_processes import OverviewShownProcesses
from .own_machine import OwnMachine
from .own_machine_page import OwnMachinePage
from .paper_list import PaperList
from .paper_shown import PaperShown
from .paper_shown_kind import PaperShownKind
from .parked_data import ParkedData
from .parked_note import ParkedNote
from .parked_page import ParkedPage
from .parked_shown import ParkedShown
from .passkey_changes import PasskeyChanges
from .passkey_login import PasskeyLogin
from .passkey_login_credential import PasskeyLoginCredential
from .passkey_login_wish import PasskeyLoginWish
from .passkey_page import PasskeyPage
from .passkey_shown import PasskeyShown
from .passkey_wish import PasskeyWish
from .password_change import PasswordChange
from .password_reset import PasswordReset
from .password_shown import PasswordShown
from .personal_data import PersonalData
from .personal_data_account_item import PersonalDataAccountItem
from .personal_data_account_mails_item import PersonalDataAccountMailsItem
from .personal_data_api_keys_item import PersonalDataApiKeysItem
from .personal_data_attachments_item import PersonalDataAttachmentsItem
from .personal_data_audit_item import PersonalDataAuditItem
from .personal_data_authenticators_item import PersonalDataAuthenticatorsItem
from .personal_data_devices_item import PersonalDataDevicesItem
from .personal_data_downloads_item import PersonalDataDownloadsItem
from .personal_data_files_item import PersonalDataFilesItem
from .personal_data_history_item import PersonalDataHistoryItem
from .personal_data_invitations_item import PersonalDataInvitationsItem
from .personal_data_memberships_item import PersonalDataMembershipsItem
from .personal_data_messages_item import PersonalDataMessagesItem
from .personal_data_notifications_item import PersonalDataNotificationsItem
from .personal_data_passkeys_item import PersonalDataPasskeysItem
from .personal_data_preferences_item import PersonalDataPreferencesItem
from .personal_data_processes_item import PersonalDataProcessesItem
from .personal_data_projects_item import PersonalDataProjectsItem
from .personal_data_providers_item import PersonalDataProvidersItem
from .personal_data_read_positions_item import PersonalDataReadPositionsItem
from .personal_data_sessions_item import PersonalDataSessionsItem
from .personal_data_sign_ins_item import PersonalDataSignInsItem
from .personal_data_threads_read_item import PersonalDataThreadsReadItem
from .post_processing_page import PostProcessingPage
from .post_processing_shown import PostProcessingShown
from .predecessor_failed_data import PredecessorFailedData
from .preferences_list import PreferencesList
from .preferences_shown import PreferencesShown
from .priorities import Priorities
from .priority_changes import PriorityChanges
from .problem import Problem
from .problem_errors_item import ProblemErrorsItem
from .problem_missing_item import ProblemMissingItem
from .process_action import ProcessAction
from .process_changes import ProcessChanges
from .process_changes_certificate_type_0 import ProcessChangesCertificateType0
from .process_changes_details_type_0 import ProcessChangesDetailsType0
from .process_data import ProcessData
from .process_of_request import ProcessOfRequest
from .process_reminder_data import ProcessReminderData
from .process_row import ProcessRow
from .process_shown import ProcessShown
from .process_shown_certificate_type_0 import ProcessShownCertificateType0
from .process_shown_details import ProcessShownDetails
from .process_state import ProcessState
from .process_trigger import ProcessTrigger
from .production_shown import ProductionShown
from .profile_changes import ProfileChanges
from .profile_changes_language_type_0 import ProfileChangesLanguageType0
from .progress_data import ProgressData
from .progress_shown import ProgressShown
from .project_changes import ProjectChanges
from .project_changes_details_type_0 import ProjectChangesDetailsType0
from .project_created_data import ProjectCreatedData
from .project_of_inbox import ProjectOfInbox
from .project_of_inbox_page import ProjectOfInboxPage
from .project_of_inbox_states import ProjectOfInboxStates
from .project_page import ProjectPage
from .project_saved_data import ProjectSavedData
from .project_shown import ProjectShown
from .project_shown_details import ProjectShownDetails
from .project_shown_states import ProjectShownStates
from .project_status import ProjectStatus
from .proof_shown import ProofShown
from .provider_shown import ProviderShown
from .providers_shown import ProvidersShown
from .quantity_price_shown import QuantityPriceShown
from .question import Question
from .quota import Quota
from .quota_name import QuotaName
from .quote_line import QuoteLine
from .quote_shown import QuoteShown
from .read_body import ReadBody
from .read_shown import ReadShown
from .read_until import ReadUntil
from .record_list import RecordList
from .record_shown import RecordShown
from .record_shown_inputs import RecordShownInputs
from .recovery_codes_shown import RecoveryCodesShown
from .refusal import Refusal
from .refusal_of_contractor import RefusalOfContractor
from .refusal_shown import RefusalShown
from .registration import Registration
from .reject_offers_move import RejectOffersMove
from .remake_move import RemakeMove
from .repair_shown import RepairShown
from .repair_status import RepairStatus
from .replacement_shown import ReplacementShown
from .report_failure_move import ReportFailureMove
from .report_loss_move import ReportLossMove
from .report_progress_move import ReportProgressMove
from .request_action import RequestAction
from .request_contractor_data import RequestContractorData
from .request_data import RequestData
from .request_of_inbox import RequestOfInbox
from .request_of_inbox_dispatch import RequestOfInboxDispatch
from .request_page import RequestPage
from .request_reminder_data import RequestReminderData
from .request_shown import RequestShown
from .request_shown_dispatch import RequestShownDispatch
from .request_state import RequestState
from .request_trigger import RequestTrigger
from .requirement_shown import RequirementShown
from .reset_data import ResetData
from .reset_request import ResetRequest
from .result_shown import ResultShown
from .retried import Retried
from .retry_body import RetryBody
from .retry_move import RetryMove
from .revise_move import ReviseMove
from .right import Right
from .rights_data import RightsData
from .role_changes import RoleChanges
from .role_page import RolePage
from .role_shown import RoleShown
from .rotation import Rotation
from .sample_quote import SampleQuote
from .sample_shown import SampleShown
from .sandbox_scenario import SandboxScenario
from .score_shown import ScoreShown
from .score_shown_parts import ScoreShownParts
from .score_shown_parts_additional_property import ScoreShownPartsAdditionalProperty
from .second_factor_shown import SecondFactorShown
from .second_step import SecondStep
from .secret_shown import SecretShown
from .send_body import SendBody
from .send_move import SendMove
from .service_page import ServicePage
from .service_shown import ServiceShown
from .session_page import SessionPage
from .session_shown import SessionShown
from .settle_move import SettleMove
from .ship_move import ShipMove
from .ship_part_move import ShipPartMove
from .shipment_shown import ShipmentShown
from .shipped_data import ShippedData
from .side import Side
from .span import Span
from .stale_reason import StaleReason
from .standing import Standing
from .standing_change_shown import StandingChangeShown
from .standing_data import StandingData
from .start_production_move import StartProductionMove
from .state_shown import StateShown
from .stop_shown import StopShown
from .suspension_body import SuspensionBody
from .tax_shown import TaxShown
from .technology import Technology
from .technology_page import TechnologyPage
from .technology_shown import TechnologyShown
from .technology_shown_limits import TechnologyShownLimits
from .terms_shown import TermsShown
from .together import Together
from .total_shown import TotalShown
from .totals_shown import TotalsShown
from .tried_machine import TriedMachine
from .tried_terms import TriedTerms
from .turned_contractor import TurnedContractor
from .unit import Unit
from .unknown_contractor import UnknownContractor
from .unread import Unread
from .upload_attachment_body import UploadAttachmentBody
from .upload_file_body import UploadFileBody
from .user_shown import UserShown
from .verdict import Verdict
from .verification_summary import VerificationSummary
from .verify_body import VerifyBody
from .verify_move import VerifyMove
from .wait_move import WaitMove
from .waiting_shown import WaitingShown
from .way import Way
from .webhook_changes import WebhookChanges
from .webhook_changes_ordering_type_0 import WebhookChangesOrderingType0
from .webhook_disabled_data import WebhookDisabledData
from .webhook_made import WebhookMade
from .webhook_page import WebhookPage
from .webhook_shown import WebhookShown
from .webhook_test_data import WebhookTestData
from .window_set import WindowSet
from .withdraw_consent_move import WithdrawConsentMove
from .withdraw_consent_move_to import WithdrawConsentMoveTo
from .withdraw_move import WithdrawMove
from .workflow_shown import WorkflowShown

__all__ = (
    "Acceptance",
    "Acceptances",
    "AcceptOfferMove",
    "Access",
    "AccessShown",
    "Actor",
    "ActorShown",
    "Address",
    "AddressChanges",
    "AddressPage",
    "AddressUse",
    "Again",
    "AgreedShown",
    "AnswerMove",
    "ApiKeyMade",
    "ApiKeyPage",
    "ApiKeyShown",
    "ApprovalBody",
    "AttachmentShown",
    "AttemptShown",
    "AuditAccount",
    "AuditAction",
    "AuditActor",
    "AuditActorRole",
    "AuditEntryShown",
    "AuditEntryShownVia",
    "AuditPage",
    "AuditSubject",
    "Author",
    "BatchResult",
    "BookedAddressChanges",
    "BookedAddressShown",
    "BothShown",
    "BulkChanges",
    "CalendarDayShown",
    "CalendarShown",
    "CancelMove",
    "ChallengeShown",
    "ChallengeShownOptions",
    "ChangedCheck",
    "ChangedData",
    "ChangedInput",
    "ChangedLine",
    "ChangedMeasure",
    "ChangedMoney",
    "ChangedNumber",
    "ChangedQuote",
    "ChangedText",
    "ChangeShown",
    "CheapestShown",
    "CheckShown",
    "Choice",
    "ChoiceBody",
    "ChoiceResult",
    "Choices",
    "ChoicesChoices",
    "ChoicesChoicesAdditionalPropertyType0",
    "ChoiceShown",
    "ChoiceShownField",
    "ChoicesShown",
    "ChoicesShownBasis",
    "CodeShown",
    "ColorShown",
    "ComparedProcess",
    "ComparedRecord",
    "ComparisonShown",
    "CompleteMove",
    "Confirmation",
    "ConfirmationPromised",
    "ConsentMove",
    "ConsentMoveTo",
    "ConsentsShown",
    "ConstraintShown",
    "ContractorAnswer",
    "ContractorAnswers",
    "ContractorAnswersBasis",
    "ContractorCounts",
    "ContractorPage",
    "ContractorShown",
    "ContractorTermsBody",
    "ContractorTermsBodyChannelsItem",
    "ContractorTermsBodyExpressType0",
    "ContractorTermsBodyInstantOrdersType0",
    "ContractorTermsBodyPostProcessingsItem",
    "ContractorTermsBodyPreparation",
    "ContractorTermsBodyShippingItem",
    "ContractorTermsBodyTiersItem",
    "Cost",
    "CountedContractors",
    "DateKind",
    "DeadlineOfState",
    "DeadlineShown",
    "DeadlinesSet",
    "DeadlinesShown",
    "DecidedBy",
    "DefaultLimitShown",
    "DeliverMove",
    "DeliverPartMove",
    "DeliveryInFull",
    "DeliveryInFullBody",
    "DeliveryPage",
    "DeliveryShown",
    "DependencyShown",
    "DependencyShownStatus",
    "Description",
    "DescriptionBookedItem",
    "DescriptionMaterialsItem",
    "DescriptionMaterialsItemLimits",
    "DescriptionMaterialsItemLimitsEscapeMm",
    "DescriptionMaterialsItemLimitsFeatureMm",
    "DescriptionMaterialsItemLimitsPartShare",
    "DescriptionMaterialsItemLimitsSolidShare",
    "DescriptionMaterialsItemLimitsSurfaceUm",
    "DescriptionMaterialsItemLimitsToleranceMm",
    "DescriptionMaterialsItemLimitsToleranceRatio",
    "DescriptionMaterialsItemLimitsWallMm",
    "DescriptionMaterialsItemRal",
    "DescriptionMaterialsItemSpeeds",
    "DescriptionRates",
    "DescriptionSpeeds",
    "DeviceApprovalShown",
    "DeviceApprovalWish",
    "DeviceConfirmation",
    "DispatchShown",
    "DisputeMove",
    "DisputeShown",
    "DisputeWaiting",
    "DownloadPage",
    "DownloadShown",
    "DryRun",
    "DueShown",
    "EffectShown",
    "EmailConfirmation",
    "EnrolmentShown",
    "EnteredStateShown",
    "EstimatedQuote",
    "EstimateShown",
    "EstimatesShown",
    "EstimateWish",
    "EventPage",
    "EventShown",
    "EventShownData",
    "EventType",
    "ExportProjectsRoleType0",
    "ExportProjectsSort",
    "FailingMailShown",
    "FileAccessData",
    "FileChanges",
    "FileData",
    "FileDownloadedData",
    "FileError",
    "FilePage",
    "FileRole",
    "FileShown",
    "FileShownRepairType0",
    "FileSummary",
    "FindingPage",
    "FindingShown",
    "FinishProductionMove",
    "FlatProject",
    "FlatProjectDetails",
    "FlatProjectStates",
    "GeometryShown",
    "GetDocumentLanguageType0",
    "GetHistoryPdfLanguageType0",
    "GetVerificationPdfLanguageType0",
    "GiveUpMove",
    "HealthShown",
    "HealthShownDependencies",
    "HealthShownStatus",
    "HistoryEntry",
    "HistoryEntryData",
    "HistoryList",
    "HistoryTrigger",
    "InconsistencyShown",
    "InputFile",
    "InspectedShown",
    "InvitationAcceptance",
    "InvitationPage",
    "InvitationShown",
    "JoinedOrganization",
    "JointQuoteShown",
    "KeyOwner",
    "KindShown",
    "KindShownAsClient",
    "KindShownAsContractor",
    "KindShownChannelType0",
    "LeavingShown",
    "LineShown",
    "Linking",
    "LinkingBegun",
    "LinkPromised",
    "LinkShown",
    "LinksShown",
    "ListDocumentsLanguageType0",
    "ListedContractorPage",
    "ListedContractorShown",
    "ListProjectsIncludeType0",
    "ListProjectsRoleType0",
    "ListProjectsSort",
    "ListRequestsStateType0",
    "ListWebhookDeliveriesStateType0",
    "LiveShown",
    "LoginBody",
    "LogOutByProviderBody",
    "LogoutShown",
    "LookalikeShown",
    "MachineShown",
    "MaterialPage",
    "MaterialShown",
    "Me",
    "MeasuresOfPart",
    "MeasuresShown",
    "MechanicalPropertiesShown",
    "MemberChanges",
    "MemberData",
    "MemberKey",
    "MemberKeyPage",
    "MemberPage",
    "MemberShown",
    "MessageData",
    "MessagePage",
    "MessageShown",
    "MissedInOrganization",
    "MissedInProcess",
    "MissedInProject",
    "MissedShown",
    "MissingShown",
    "ModelFormat",
    "MoneyShown",
    "MoveBody",
    "MoveBodyToType0",
    "MoveShown",
    "MyOrganization",
    "NewAddress",
    "NewApiKey",
    "NewClone",
    "NewInvitation",
    "NewLine",
    "NewMachine",
    "NewMachineBookedItem",
    "NewMachineMaterialsItem",
    "NewMachineMaterialsItemLimits",
    "NewMachineMaterialsItemLimitsEscapeMm",
    "NewMachineMaterialsItemLimitsFeatureMm",
    "NewMachineMaterialsItemLimitsPartShare",
    "NewMachineMaterialsItemLimitsSolidShare",
    "NewMachineMaterialsItemLimitsSurfaceUm",
    "NewMachineMaterialsItemLimitsToleranceMm",
    "NewMachineMaterialsItemLimitsToleranceRatio",
    "NewMachineMaterialsItemLimitsWallMm",
    "NewMachineMaterialsItemRal",
    "NewMachineMaterialsItemSpeeds",
    "NewMachineRates",
    "NewMachineSpeeds",
    "NewMember",
    "NewMessage",
    "NewOffer",
    "NewOffers",
    "NewOrganization",
    "NewPasskey",
    "NewPasskeyCredential",
    "NewProcess",
    "NewProcessCertificateType0",
    "NewProcessDetailsType0",
    "NewProject",
    "NewProjectDetails",
    "NewRole",
    "NewWebhook",
    "NewWebhookOrdering",
    "NoData",
    "Notified",
    "Numbers",
    "OfferData",
    "OfferedMoney",
    "OfferedPrice",
    "OfferedShown",
    "OfferedShownRal",
    "OfferList",
    "OfferPage",
    "OfferShown",
    "OffersOfProject",
    "OrganizationChangedData",
    "OrganizationChanges",
    "OrganizationCreatedData",
    "OrganizationData",
    "OrganizationPage",
    "OrganizationShown",
    "OrganizationShownAddressType0",
    "Outcome",
    "OverviewShown",
    "OverviewShownProcesses",
    "OwnMachine",
    "OwnMachinePage",
    "PaperList",
    "PaperShown",
    "PaperShownKind",
    "ParkedData",
    "ParkedNote",
    "ParkedPage",
    "ParkedShown",
    "PasskeyChanges",
    "PasskeyLogin",
    "PasskeyLoginCredential",
    "PasskeyLoginWish",
    "PasskeyPage",
    "PasskeyShown",
    "PasskeyWish",
    "PasswordChange",
    "PasswordReset",
    "PasswordShown",
    "PersonalData",
    "PersonalDataAccountItem",
    "PersonalDataAccountMailsItem",
    "PersonalDataApiKeysItem",
    "PersonalDataAttachmentsItem",
    "PersonalDataAuditItem",
    "PersonalDataAuthenticatorsItem",
    "PersonalDataDevicesItem",
    "PersonalDataDownloadsItem",
    "PersonalDataFilesItem",
    "PersonalDataHistoryItem",
    "PersonalDataInvitationsItem",
    "PersonalDataMembershipsItem",
    "PersonalDataMessagesItem",
    "PersonalDataNotificationsItem",
    "PersonalDataPasskeysItem",
    "PersonalDataPreferencesItem",
    "PersonalDataProcessesItem",
    "PersonalDataProjectsItem",
    "PersonalDataProvidersItem",
    "PersonalDataReadPositionsItem",
    "PersonalDataSessionsItem",
    "PersonalDataSignInsItem",
    "PersonalDataThreadsReadItem",
    "PostProcessingPage",
    "PostProcessingShown",
    "PredecessorFailedData",
    "PreferencesList",
    "PreferencesShown",
    "Priorities",
    "PriorityChanges",
    "Problem",
    "ProblemErrorsItem",
    "ProblemMissingItem",
    "ProcessAction",
    "ProcessChanges",
    "ProcessChangesCertificateType0",
    "ProcessChangesDetailsType0",
    "ProcessData",
    "ProcessOfRequest",
    "ProcessReminderData",
    "ProcessRow",
    "ProcessShown",
    "ProcessShownCertificateType0",
    "ProcessShownDetails",
    "ProcessState",
    "ProcessTrigger",
    "ProductionShown",
    "ProfileChanges",
    "ProfileChangesLanguageType0",
    "ProgressData",
    "ProgressShown",
    "ProjectChanges",
    "ProjectChangesDetailsType0",
    "ProjectCreatedData",
    "ProjectOfInbox",
    "ProjectOfInboxPage",
    "ProjectOfInboxStates",
    "ProjectPage",
    "ProjectSavedData",
    "ProjectShown",
    "ProjectShownDetails",
    "ProjectShownStates",
    "ProjectStatus",
    "ProofShown",
    "ProviderShown",
    "ProvidersShown",
    "QuantityPriceShown",
    "Question",
    "Quota",
    "QuotaName",
    "QuoteLine",
    "QuoteShown",
    "ReadBody",
    "ReadShown",
    "ReadUntil",
    "RecordList",
    "RecordShown",
    "RecordShownInputs",
    "RecoveryCodesShown",
    "Refusal",
    "RefusalOfContractor",
    "RefusalShown",
    "Registration",
    "RejectOffersMove",
    "RemakeMove",
    "RepairShown",
    "RepairStatus",
    "ReplacementShown",
    "ReportFailureMove",
    "ReportLossMove",
    "ReportProgressMove",
    "RequestAction",
    "RequestContractorData",
    "RequestData",
    "RequestOfInbox",
    "RequestOfInboxDispatch",
    "RequestPage",
    "RequestReminderData",
    "RequestShown",
    "RequestShownDispatch",
    "RequestState",
    "RequestTrigger",
    "RequirementShown",
    "ResetData",
    "ResetRequest",
    "ResultShown",
    "Retried",
    "RetryBody",
    "RetryMove",
    "ReviseMove",
    "Right",
    "RightsData",
    "RoleChanges",
    "RolePage",
    "RoleShown",
    "Rotation",
    "SampleQuote",
    "SampleShown",
    "SandboxScenario",
    "ScoreShown",
    "ScoreShownParts",
    "ScoreShownPartsAdditionalProperty",
    "SecondFactorShown",
    "SecondStep",
    "SecretShown",
    "SendBody",
    "SendMove",
    "ServicePage",
    "ServiceShown",
    "SessionPage",
    "SessionShown",
    "SettleMove",
    "ShipmentShown",
    "ShipMove",
    "ShipPartMove",
    "ShippedData",
    "Side",
    "Span",
    "StaleReason",
    "Standing",
    "StandingChangeShown",
    "StandingData",
    "StartProductionMove",
    "StateShown",
    "StopShown",
    "SuspensionBody",
    "TaxShown",
    "Technology",
    "TechnologyPage",
    "TechnologyShown",
    "TechnologyShownLimits",
    "TermsShown",
    "Together",
    "TotalShown",
    "TotalsShown",
    "TriedMachine",
    "TriedTerms",
    "TurnedContractor",
    "Unit",
    "UnknownContractor",
    "Unread",
    "UploadAttachmentBody",
    "UploadFileBody",
    "UserShown",
    "Verdict",
    "VerificationSummary",
    "VerifyBody",
    "VerifyMove",
    "WaitingShown",
    "WaitMove",
    "Way",
    "WebhookChanges",
    "WebhookChangesOrderingType0",
    "WebhookDisabledData",
    "WebhookMade",
    "WebhookPage",
    "WebhookShown",
    "WebhookTestData",
    "WindowSet",
    "WithdrawConsentMove",
    "WithdrawConsentMoveTo",
    "WithdrawMove",
    "WorkflowShown",
)
