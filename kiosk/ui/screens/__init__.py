"""Every screen of the terminal, one file each; the window finds a View's screen in this table."""

from kiosk.ui.screen import Screen
from kiosk.ui.screens.account_done_screen import AccountDoneScreen
from kiosk.ui.screens.brought_files_screen import BroughtFilesScreen
from kiosk.ui.screens.case_screen import CaseScreen
from kiosk.ui.screens.check_page_screen import CheckPageScreen
from kiosk.ui.screens.check_person_screen import CheckPersonScreen
from kiosk.ui.screens.checklist_screen import ChecklistScreen
from kiosk.ui.screens.chip_key_screen import ChipKeyScreen
from kiosk.ui.screens.clerk_called_screen import ClerkCalledScreen
from kiosk.ui.screens.consent_screen import ConsentScreen
from kiosk.ui.screens.copy_card_screen import CopyCardScreen
from kiosk.ui.screens.delivery_screen import DeliveryScreen
from kiosk.ui.screens.demonstration_screen import DemonstrationScreen
from kiosk.ui.screens.dossier_done_screen import DossierDoneScreen
from kiosk.ui.screens.form_screen import FormScreen
from kiosk.ui.screens.idle_warning_screen import IdleWarningScreen
from kiosk.ui.screens.mail_bag_screen import MailBagScreen
from kiosk.ui.screens.month_report_screen import MonthReportScreen
from kiosk.ui.screens.new_password_screen import NewPasswordScreen
from kiosk.ui.screens.otp_screen import OtpScreen
from kiosk.ui.screens.out_of_order_screen import OutOfOrderScreen
from kiosk.ui.screens.phone_screen import PhoneScreen
from kiosk.ui.screens.printer_desk_screen import PrinterDeskScreen
from kiosk.ui.screens.procedure_screen import ProcedureScreen
from kiosk.ui.screens.prove_identity_screen import ProveIdentityScreen
from kiosk.ui.screens.read_chip_screen import ReadChipScreen
from kiosk.ui.screens.resume_screen import ResumeScreen
from kiosk.ui.screens.scan_card_screen import ScanCardScreen
from kiosk.ui.screens.scan_pages_screen import ScanPagesScreen
from kiosk.ui.screens.search_screen import SearchScreen
from kiosk.ui.screens.sign_in_screen import SignInScreen
from kiosk.ui.screens.slip_check_screen import SlipCheckScreen
from kiosk.ui.screens.summary_screen import SummaryScreen
from kiosk.ui.screens.template_screen import TemplateScreen
from kiosk.ui.screens.tools_screen import ToolsScreen
from kiosk.ui.screens.track_result_screen import TrackResultScreen
from kiosk.ui.screens.track_screen import TrackScreen
from kiosk.ui.screens.trouble_screen import TroubleScreen
from kiosk.ui.screens.vneid_screen import VneidScreen
from kiosk.ui.screens.waiting_screen import WaitingScreen
from kiosk.ui.screens.welcome_screen import WelcomeScreen
from kiosk.ui.screens.work_item_screen import WorkItemScreen
from kiosk.ui.screens.work_list_screen import WorkListScreen

SCREENS: tuple[type[Screen], ...] = (
    # start, identity, account
    WelcomeScreen,
    DemonstrationScreen,
    ResumeScreen,
    WaitingScreen,
    TroubleScreen,
    ClerkCalledScreen,
    IdleWarningScreen,
    OutOfOrderScreen,
    ConsentScreen,
    ScanCardScreen,
    ChipKeyScreen,
    ReadChipScreen,
    CheckPersonScreen,
    ProveIdentityScreen,
    PhoneScreen,
    OtpScreen,
    AccountDoneScreen,
    VneidScreen,
    # dossier
    SearchScreen,
    ProcedureScreen,
    CaseScreen,
    FormScreen,
    ChecklistScreen,
    ScanPagesScreen,
    CopyCardScreen,
    BroughtFilesScreen,
    CheckPageScreen,
    DeliveryScreen,
    SummaryScreen,
    DossierDoneScreen,
    # look-up and staff
    TrackScreen,
    TrackResultScreen,
    SignInScreen,
    NewPasswordScreen,
    WorkListScreen,
    WorkItemScreen,
    ToolsScreen,
    MailBagScreen,
    MonthReportScreen,
    # printer and slips
    PrinterDeskScreen,
    TemplateScreen,
    SlipCheckScreen,
)
