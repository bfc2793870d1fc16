//! Every refusal and fault as one `application/problem+json` document (RFC 9457) with a stable code.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use plato_sync_protocol::api::Problem;
use plato_sync_protocol::cart::{ChangeRefusal, EditRefusal};
use plato_sync_protocol::menu::{ChoiceRefusal, ConfigRefusal};
use plato_sync_protocol::vector::to_hex;

use crate::auth::{PasswordsBusy, secrets};
use crate::carts::{CartFault, MergeRefusal};
use crate::venue::Refusal;
use crate::venue::billing::refusal::BillRefusal;
use crate::venue::ordering::choice_code;
use crate::writer::Failure;

/// What a handler answers when it cannot do what was asked.
#[derive(Debug)]
pub struct ApiError(Box<Problem>);

impl ApiError {
    /// A refusal with a status, a stable code and a sentence.
    pub fn new(status: StatusCode, code: &str, title: impl Into<String>) -> Self {
        Self(Box::new(Problem {
            code: code.to_owned(),
            title: title.into(),
            status: status.as_u16(),
            attempts_left: None,
            retry_after_s: None,
            needs_new_pin: false,
            differences: Vec::new(),
            fault_id: None,
            instead: None,
        }))
    }

    /// Something is broken: logged once, here, under an id that the caller can tell.
    pub fn fault(fault: &dyn std::fmt::Display) -> Self {
        let fault_id = to_hex(&secrets::random::<4>());
        tracing::error!(fault.id = fault_id, %fault, "a call failed");
        let mut error =
            Self::new(StatusCode::INTERNAL_SERVER_ERROR, "fault", "Something went wrong in the hub.");
        error.0.fault_id = Some(fault_id);
        error
    }

    /// Adds how many PIN attempts are left.
    pub fn attempts_left(mut self, attempts: u32) -> Self {
        self.0.attempts_left = Some(attempts);
        self
    }

    /// Adds when to come back.
    pub fn retry_after_s(mut self, seconds: u64) -> Self {
        self.0.retry_after_s = Some(seconds);
        self
    }

    /// Adds until when a guess at a PIN that was the last one keeps others from being looked at.
    pub fn blocks(mut self, block: &Refusal) -> Self {
        if let Refusal::PinBlocked { retry_after_ms } = block {
            self.0.retry_after_s = retry_after_ms.map(|ms| ms.div_ceil(1000));
            self.0.needs_new_pin = retry_after_ms.is_none();
        }
        self
    }

    /// Adds the address of a page where it can be done instead.
    pub fn instead(mut self, address: Option<String>) -> Self {
        self.0.instead = address;
        self
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = self.0.retry_after_s;
        let mut response = (status, Json(*self.0)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        let mut error = Self::new(refusal_status(&refusal), refusal.code(), refusal.to_string());
        match refusal {
            Refusal::PinBlocked { .. } => return error.blocks(&refusal),
            Refusal::PinsBusy => error.0.retry_after_s = Some(1),
            Refusal::PinsPaused { retry_after_ms: ms }
            | Refusal::PinAddressBlocked { retry_after_ms: ms } => {
                error.0.retry_after_s = Some(ms.div_ceil(1000))
            }
            Refusal::InvitesPaused { retry_after_ms } | Refusal::KnocksFull { retry_after_ms } => {
                error.0.retry_after_s = Some(retry_after_ms.div_ceil(1000));
            }
            Refusal::CallsPaused { retry_after_ms } => {
                error.0.retry_after_s = Some(retry_after_ms.div_ceil(1000));
            }
            Refusal::CartChanged { differences } => error.0.differences = differences,
            Refusal::SignInBlocked { retry_after_ms } => {
                error.0.retry_after_s = Some(retry_after_ms.div_ceil(1000));
            }
            _ => {}
        }
        error
    }
}

fn refusal_status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::UnknownTable
        | Refusal::UnknownSession
        | Refusal::UnknownOrder
        | Refusal::UnknownDish
        | Refusal::UnknownTicket
        | Refusal::UnknownItem
        | Refusal::UnknownStaff => StatusCode::NOT_FOUND,
        Refusal::PinBlocked { .. } | Refusal::PinsPaused { .. } | Refusal::PinAddressBlocked { .. } => {
            StatusCode::TOO_MANY_REQUESTS
        }
        Refusal::PinsBusy => StatusCode::SERVICE_UNAVAILABLE,
        Refusal::CoversOutOfBounds { .. }
        | Refusal::CoversTooFew { .. }
        | Refusal::NameRefused { .. }
        | Refusal::OrderEmpty
        | Refusal::OrderTooLarge { .. }
        | Refusal::PortionTwice
        | Refusal::OrderTooExpensive => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::NoVenue
        | Refusal::DishesGone
        | Refusal::OrderGathers
        | Refusal::NothingGathers
        | Refusal::TableTaken
        | Refusal::TableInUse { .. }
        | Refusal::CurrencyInUse
        | Refusal::TableNotSeated
        | Refusal::SessionClosed
        | Refusal::ModeFixed
        | Refusal::PartyFull
        | Refusal::StaffNameTaken
        | Refusal::DishFurtherOn { .. }
        | Refusal::TicketAlreadyBumped
        | Refusal::TicketNotBumped
        | Refusal::ChangesMissing
        | Refusal::CartChanged { .. } => StatusCode::CONFLICT,
        Refusal::SignInBlocked { .. } => StatusCode::TOO_MANY_REQUESTS,
        Refusal::InvitesPaused { .. } | Refusal::KnocksFull { .. } => StatusCode::TOO_MANY_REQUESTS,
        Refusal::InviteWrong | Refusal::PinReplaced => StatusCode::UNAUTHORIZED,
        Refusal::UnknownInvite | Refusal::UnknownDiner => StatusCode::NOT_FOUND,
        Refusal::KnockOver
        | Refusal::TooManyInvites { .. }
        | Refusal::DinerHere { .. }
        | Refusal::StayedLongest => StatusCode::CONFLICT,
        Refusal::UnknownDevice | Refusal::UnknownSignIn => StatusCode::NOT_FOUND,
        Refusal::OwnersOnly | Refusal::ManagersOnly | Refusal::StaffPinOff => StatusCode::FORBIDDEN,
        Refusal::DeviceCodeWrong => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::OwnerExists | Refusal::LastOwner | Refusal::TeamFull | Refusal::TooManyDevices { .. } => {
            StatusCode::CONFLICT
        }
        Refusal::UnknownCourse | Refusal::UnknownPass => StatusCode::NOT_FOUND,
        Refusal::TicketHeld
        | Refusal::TicketChanged
        | Refusal::StockChanged
        | Refusal::CourseNotHeld
        | Refusal::DishFired
        | Refusal::DishVoided
        | Refusal::DishMade
        | Refusal::DishNotMade
        | Refusal::TooFewPortions { .. }
        | Refusal::NothingReady
        | Refusal::NothingServed
        | Refusal::DishAtPass
        | Refusal::VoidUnseen
        | Refusal::DishElsewhere
        | Refusal::DishNotReady
        | Refusal::DishBegun => StatusCode::CONFLICT,
        Refusal::UnknownModifier => StatusCode::NOT_FOUND,
        Refusal::StockOutOfBounds => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::OrderForeign => StatusCode::FORBIDDEN,
        Refusal::CallsPaused { .. } => StatusCode::TOO_MANY_REQUESTS,
        Refusal::CallOver
        | Refusal::TableNotTheirs
        | Refusal::LastTable
        | Refusal::PartySame
        | Refusal::GuestsAll
        | Refusal::CartFull => StatusCode::CONFLICT,
        Refusal::Rating { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::AlreadyRated | Refusal::VisitOpen => StatusCode::CONFLICT,
        Refusal::OrderDecided { .. } | Refusal::OrderNotWaiting | Refusal::OrderWaits => StatusCode::CONFLICT,
        Refusal::DeclineWords { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::Bill(refusal) => bill_status(refusal),
    }
}

fn bill_status(refusal: &BillRefusal) -> StatusCode {
    match refusal {
        BillRefusal::Role | BillRefusal::DiscountTooHigh { .. } => StatusCode::FORBIDDEN,
        BillRefusal::UnknownDiscount
        | BillRefusal::UnknownPortion
        | BillRefusal::UnknownShare
        | BillRefusal::UnknownPayment => StatusCode::NOT_FOUND,
        BillRefusal::OutOfBounds
        | BillRefusal::Reason { .. }
        | BillRefusal::Discount
        | BillRefusal::TooManyDiscounts { .. }
        | BillRefusal::Amount
        | BillRefusal::CashTooLittle { .. }
        | BillRefusal::Coins
        | BillRefusal::Reference { .. }
        | BillRefusal::Drawer => StatusCode::UNPROCESSABLE_ENTITY,
        BillRefusal::BeingPaid
        | BillRefusal::Split(_)
        | BillRefusal::ShareBeingPaid
        | BillRefusal::SharePaid
        | BillRefusal::IdReused
        | BillRefusal::MoreThanOwed { .. }
        | BillRefusal::MoreThanPaid { .. }
        | BillRefusal::NotTheOpenDay
        | BillRefusal::OpenBill { .. }
        | BillRefusal::SharePaidOnline
        | BillRefusal::OnlineOnly
        | BillRefusal::TooManyCheckouts
        | BillRefusal::DiscountSpans
        | BillRefusal::CheckoutOver => StatusCode::CONFLICT,
    }
}

impl From<Failure> for ApiError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(refusal) => refusal.into(),
            Failure::CommandReused => Self::new(StatusCode::CONFLICT, "command_reused", failure.to_string()),
            Failure::Busy => {
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", failure.to_string()).retry_after_s(1)
            }
            Failure::OutcomeUnknown => {
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "outcome_unknown", failure.to_string())
                    .retry_after_s(1)
            }
            Failure::Fault(fault) => Self::fault(&fault),
        }
    }
}

impl From<PasswordsBusy> for ApiError {
    fn from(_: PasswordsBusy) -> Self {
        let title = "Many people are signing in right now. Please try again in a moment.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", title).retry_after_s(2)
    }
}

impl From<CartFault> for ApiError {
    fn from(fault: CartFault) -> Self {
        match fault {
            CartFault::Unknown(_) => Refusal::UnknownSession.into(),
            fault => Self::fault(&fault),
        }
    }
}

impl From<ConfigRefusal> for ApiError {
    fn from(refusal: ConfigRefusal) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "config_refused", sentence(&refusal))
    }
}

impl From<ChoiceRefusal> for ApiError {
    fn from(refusal: ChoiceRefusal) -> Self {
        let status = match refusal {
            ChoiceRefusal::UnknownItem => StatusCode::NOT_FOUND,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::new(status, choice_code(&refusal), sentence(&refusal))
    }
}

impl From<MergeRefusal> for ApiError {
    fn from(refusal: MergeRefusal) -> Self {
        let MergeRefusal::Change(ChangeRefusal::Edit(edit)) = &refusal else { return Self::fault(&refusal) };
        let (status, code) = match edit {
            EditRefusal::UnknownLine | EditRefusal::UnknownUnit => (StatusCode::NOT_FOUND, "line_unknown"),
            EditRefusal::UnitSent | EditRefusal::LineFrozen => (StatusCode::CONFLICT, "line_frozen"),
            EditRefusal::UnitRemoved => (StatusCode::CONFLICT, "portion_removed"),
            EditRefusal::TooManyLines | EditRefusal::TooManyChanges => (StatusCode::CONFLICT, "cart_full"),
            EditRefusal::TooManyUnits => (StatusCode::UNPROCESSABLE_ENTITY, "quantity_out_of_bounds"),
            EditRefusal::NothingChanged => (StatusCode::UNPROCESSABLE_ENTITY, "nothing_changed"),
            EditRefusal::TooManyEdits | EditRefusal::Config(_) => {
                (StatusCode::UNPROCESSABLE_ENTITY, "edit_refused")
            }
            EditRefusal::LineExists
            | EditRefusal::UnitExists
            | EditRefusal::HubOnly
            | EditRefusal::Document(_) => return Self::fault(&refusal),
        };
        Self::new(status, code, sentence(edit))
    }
}

/// A sentence with a capital letter and a full stop.
fn sentence(text: &dyn std::fmt::Display) -> String {
    let text = text.to_string();
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}
