//! Everything that happens to bills and books, and what bills added to events that there were before.

use plato_hub::log::stored;
use plato_hub::venue::Event;
use plato_hub::venue::billing::clocks::{OffsetChange, Zone};
use plato_hub::venue::billing::events::{BillEvent, Hand, Payment, Refund, TaxPart, Tender, TenderKind};
use plato_hub::venue::billing::online::OnlineEvent;
use plato_hub::venue::billing::terms::{BillTerms, Letterhead, LineTax, Tax};
use plato_hub::venue::billing::{DayClose, Figure, FigureRow, OpenVisit};
use plato_hub::venue::menu::VenueSetup;
use plato_hub::venue::rating::{DayComment, DayRatings};
use plato_sync_protocol::bill::{
    CashStep, Claim, Discount, DiscountAmount, DiscountOn, Part, Percent, Service, Share, SplitPlan,
    SplitWay, TaxRate, TaxWay,
};
use plato_sync_protocol::ids::{OrderId, PaymentId, ShareId, StaffId};
use plato_sync_protocol::online::StrayReason;

use crate::events::{placed, setup};
use crate::examples::{ada, at, authors, ben, nora, session, unit};
use crate::{every_variant, golden, has_only};

fn percent(text: &str) -> Percent {
    text.parse().unwrap()
}

fn rate() -> TaxRate {
    TaxRate {
        tax: "food".parse().unwrap(),
        name: "VAT 8.1 %".into(),
        percent: percent("8.1"),
        way: TaxWay::Included,
    }
}

fn terms() -> BillTerms {
    BillTerms {
        way: TaxWay::Included,
        taxes: vec![Tax {
            id: "food".parse().unwrap(),
            name: "VAT 8.1 %".into(),
            percent: percent("8.1"),
            take_away: Some(percent("2.6")),
        }],
        items: [("steak".parse().unwrap(), "food".parse().unwrap())].into(),
        service: Some(Service { percent: percent("12.5"), rate: Some(rate()) }),
        cash_step: CashStep::try_from(5).unwrap(),
        waiter_discount_max: percent("10"),
        day_begins_minutes: 240,
        utc_offset_minutes: 60,
        zone: None,
        letterhead: None,
    }
}

fn share() -> ShareId {
    "shareaaaaa".parse().unwrap()
}

fn id(letter: char) -> PaymentId {
    format!("payment{letter}{letter}{letter}").parse().unwrap()
}

fn part(gross: i64, tax: i64) -> TaxPart {
    TaxPart { rate: Some(rate()), gross, tax }
}

fn payment(tender: Tender) -> Box<Payment> {
    Box::new(Payment {
        id: id('a'),
        receipt: 7,
        session: session(),
        share: share(),
        amount: 3334,
        tip: 166,
        currency: "CHF".parse().unwrap(),
        tender,
        taxes: vec![part(3000, 225), TaxPart { rate: None, gross: 334, tax: 0 }],
        share_amount: 3334,
        covered: Some(OrderId(12)),
        by: nora(),
        replaces: None,
    })
}

fn paid(tender: Tender) -> BillEvent {
    BillEvent::PaymentTaken { payment: payment(tender) }
}

fn refund() -> Box<Refund> {
    Box::new(Refund {
        id: id('b'),
        receipt: 8,
        payment: id('a'),
        session: session(),
        share: share(),
        amount: 1000,
        tip: 0,
        currency: "CHF".parse().unwrap(),
        tender: Tender::Cash { given: 0, change: 1000, rounding: 0 },
        taxes: vec![part(1000, 75)],
        lowers: 1000,
        is_correction: false,
        reason: "Soup was cold".into(),
        by: nora(),
    })
}

fn plan() -> SplitPlan {
    SplitPlan {
        way: SplitWay::ByPerson,
        shares: vec![
            Share { share: share(), diners: vec![ada(), ben()], amount: None },
            Share { share: "shareggggg".parse().unwrap(), diners: vec![], amount: Some(5000) },
        ],
        claims: vec![Claim { unit: unit('a'), parts: vec![Part { share: share(), parts: 2 }] }],
    }
}

fn discount(on: DiscountOn, amount: DiscountAmount) -> BillEvent {
    let discount = Discount { id: "discountaa".parse().unwrap(), on, amount };
    BillEvent::DiscountGiven { session: session(), discount, reason: "Long wait".into(), by: nora() }
}

fn close() -> Box<DayClose> {
    let tax = || "food".parse().unwrap();
    let (percent, way) = (percent("8.1"), TaxWay::Included);
    let tender = TenderKind::Cash;
    let figures = [
        Figure::Sales,
        Figure::TaxedSales { tax: tax(), percent, way },
        Figure::Tax { tax: tax(), percent, way },
        Figure::UntaxedSales,
        Figure::Category { category: None },
        Figure::Category { category: Some("mains".parse().unwrap()) },
        Figure::Service,
        Figure::Discounts,
        Figure::DiscountsBy { staff: nora() },
        Figure::Voids,
        Figure::Comps,
        Figure::Taken { tender },
        Figure::Taken { tender: TenderKind::Card },
        Figure::Taken { tender: TenderKind::Voucher },
        Figure::Taken { tender: TenderKind::Account },
        Figure::TakenBy { staff: nora() },
        Figure::Tips { tender },
        Figure::TipsBy { staff: nora() },
        Figure::Refunded { tender },
        Figure::TipsRefunded { tender },
        Figure::RefundedBy { staff: nora() },
        Figure::Rounding,
        Figure::CashMoved,
        Figure::IntoDrawer,
    ];
    let row = |(index, figure): (usize, Figure)| FigureRow { figure, amount: index as i64 * 100 - 100 };
    Box::new(DayClose {
        day: 3,
        date: "2026-11-22".into(),
        currency: "CHF".parse().unwrap(),
        figures: figures.into_iter().enumerate().map(row).collect(),
        open_visits: vec![OpenVisit { session: session(), table: "7".into(), left: 550, due_back: 0 }],
        expected: 15_550,
        counted: 15_500,
        left: 10_000,
        by: nora(),
        ratings: None,
    })
}

fn rated_close() -> Box<DayClose> {
    let (comment, at_ms) = ("Lovely".into(), 1_795_377_600_000);
    let said = DayComment { table: "7".into(), stars: 5, comment, at_ms };
    Box::new(DayClose { ratings: Some(DayRatings { count: 2, stars: 9, comments: vec![said] }), ..*close() })
}

fn close_with_strays() -> Box<DayClose> {
    let mut close = close();
    let figures = [Figure::Strayed, Figure::StraysReturned];
    close.figures = figures.map(|figure| FigureRow { figure, amount: 3334 }).to_vec();
    close
}

/// With the figures that came later.
fn close_by_person() -> Box<DayClose> {
    let figures = [
        Figure::SalesOf { staff: Some(nora()) },
        Figure::SalesOf { staff: None },
        Figure::VoidsBy { staff: nora() },
        Figure::CompsBy { staff: nora() },
        Figure::Taken { tender: TenderKind::Online },
    ];
    let row = |figure| FigureRow { figure, amount: 100 };
    Box::new(DayClose { figures: figures.map(row).into(), ..*close() })
}

fn left_unpaid() -> BillEvent {
    let (currency, reason) = ("CHF".parse().unwrap(), "Walked out".into());
    BillEvent::LeftUnpaid { session: session(), left: 4250, due_back: 0, currency, reason, by: nora() }
}

fn setup_with_zone() -> VenueSetup {
    let changes = vec![
        OffsetChange { from_s: 1_774_746_000, minutes: 120 },
        OffsetChange { from_s: 1_792_890_000, minutes: 60 },
    ];
    let mut setup = setup();
    let zone = Some(Zone { name: "Europe/Zurich".into(), changes });
    setup.bill = Some(Box::new(BillTerms { zone, ..terms() }));
    setup
}

fn setup_with_letterhead() -> VenueSetup {
    let letterhead = Letterhead {
        address: vec!["Via del Molo 7".into(), "30121 Venezia".into()],
        tax_number: Some("IT 01234567890".into()),
        footer: Some("Grazie!".into()),
    };
    let mut setup = setup();
    setup.bill = Some(Box::new(BillTerms { letterhead: Some(letterhead), ..terms() }));
    setup
}

fn paid_online() -> BillEvent {
    let mut payment = payment(Tender::Online { reference: "pi_3Plato".into() });
    (payment.by, payment.tip) = (StaffId::online(), 0);
    BillEvent::PaymentTaken { payment }
}

fn online() -> Vec<(&'static str, OnlineEvent)> {
    let (payment, session) = (id('d'), session());
    let strayed = |why, amount, currency: &str, said: Option<&str>| OnlineEvent::Strayed {
        payment: payment.clone(),
        session: session.clone(),
        amount,
        currency: currency.into(),
        said: said.map(Into::into),
        reference: "pi_3Plato".into(),
        why,
    };
    let started = |tip| OnlineEvent::Started {
        payment: payment.clone(),
        session: session.clone(),
        share: share(),
        amount: 3334,
        tip,
        currency: "CHF".parse().unwrap(),
        until_ms: 1_790_000_000_000,
        diner: ada(),
    };
    let ended = |is_lost| OnlineEvent::Ended { payment: payment.clone(), session: session.clone(), is_lost };
    let (otherwise, other) = (StrayReason::PaidOtherwise, StrayReason::OtherAmount);
    every_variant!(OnlineEvent,
        Started => [("online_started", started(0)), ("online_started_with_tip", started(333))],
        Opened => [("online_opened", OnlineEvent::Opened { payment: payment.clone(), session: session.clone(), reference: "cs_test_a1".into(), url: "https://checkout.stripe.com/c/pay/cs_test_a1".into() })],
        Ended => [("online_ended", ended(false)), ("online_ended_lost", ended(true))],
        Strayed => [
            ("online_strayed", strayed(otherwise, Some(3334), "CHF", None)),
            ("online_strayed_other_amount", strayed(other, Some(3334), "EUR", None)),
            ("online_strayed_uncounted", strayed(other, None, "ISK", Some("751 isk"))),
        ],
        Returned => [("online_returned", OnlineEvent::Returned { payment: payment.clone(), session: session.clone(), reference: "re_3Plato".into(), by: nora() })],
    )
}

fn examples() -> Vec<(&'static str, Event)> {
    let covered = Some(OrderId(12));
    let acts = every_variant!(BillEvent,
        DiscountGiven => [
            ("discount_given", discount(DiscountOn::Bill, DiscountAmount::Percent { percent: percent("12.5") })),
            ("discount_given_on_portions", discount(DiscountOn::Portions { units: vec![unit('a')] }, DiscountAmount::Fixed { minor: 500 })),
        ],
        DiscountWithdrawn => [("discount_withdrawn", BillEvent::DiscountWithdrawn { session: session(), discount: "discountaa".parse().unwrap(), by: nora() })],
        PortionsTakenAway => [("portions_taken_away", BillEvent::PortionsTakenAway { session: session(), units: vec![unit('a')], is_take_away: true, by: nora() })],
        BillSplit => [
            ("bill_split", BillEvent::BillSplit { session: session(), plan: plan(), by: Hand::Diner(ada()) }),
            ("bill_split_by_staff", BillEvent::BillSplit { session: session(), plan: SplitPlan { way: SplitWay::Equal, ..SplitPlan::default() }, by: Hand::Staff(nora()) }),
        ],
        ShareLocked => [("share_locked", BillEvent::ShareLocked { session: session(), share: ShareId::rest(), amount: 3334, covered, by: nora() })],
        ShareReleased => [("share_released", BillEvent::ShareReleased { session: session(), share: share(), by: nora() })],
        PaymentTaken => [
            ("payment_taken_cash", paid(Tender::Cash { given: 4000, change: 499, rounding: 1 })),
            ("payment_taken_card", paid(Tender::Card { reference: "T1 0042".into() })),
            ("payment_taken_voucher", paid(Tender::Voucher { number: "V-7".into() })),
            ("payment_taken_account", paid(Tender::Account { name: "Town hall".into() })),
        ],
        PaymentRefunded => [("payment_refunded", BillEvent::PaymentRefunded { refund: refund() })],
        CashMoved => [("cash_moved", BillEvent::CashMoved { id: id('c'), amount: -2000, currency: "CHF".parse().unwrap(), reason: "Flowers".into(), by: nora() })],
        DayClosed => [
            ("day_closed", BillEvent::DayClosed { close: close() }),
            ("day_closed_with_ratings", BillEvent::DayClosed { close: rated_close() }),
            ("day_closed_with_strays", BillEvent::DayClosed { close: close_with_strays() }),
            ("day_closed_by_person", BillEvent::DayClosed { close: close_by_person() }),
        ],
        LeftUnpaid => [],
        Online => [],
    );
    let mut setup = setup();
    setup.bill = Some(Box::new(terms()));
    let mut order = placed();
    order.lines[0].tax = Some(LineTax { rate: rate(), take_away: Some(percent("2.6")) });
    order.lines[0].category = Some("mains".parse().unwrap());
    let bill = |(name, act)| (name, Event::Bill { bill: Box::new(act) });
    acts.into_iter()
        .map(bill)
        .chain([
            ("venue_imported_with_terms", Event::VenueImported { setup: Box::new(setup) }),
            ("order_placed_with_tax", Event::OrderPlaced { order: Box::new(order) }),
            bill(("left_unpaid", left_unpaid())),
            (
                "venue_imported_with_letterhead",
                Event::VenueImported { setup: Box::new(setup_with_letterhead()) },
            ),
            ("venue_imported_with_time_zone", Event::VenueImported { setup: Box::new(setup_with_zone()) }),
            bill(("payment_taken_online", paid_online())),
        ])
        .chain(
            online()
                .into_iter()
                .map(|(name, online)| bill((name, BillEvent::Online { online: Box::new(online) }))),
        )
        .collect()
}

#[test]
fn every_act_on_a_bill_is_stored_and_read_as_it_always_was() {
    for (name, event) in examples() {
        let by = &authors()[3];
        let kept = golden(&format!("bills/v1/{name}.json"), &stored::encode(at(), by, &[0xb1; 32], &event));
        let read = stored::decode(&kept).unwrap();
        assert_eq!((read.v, read.at, &read.by, read.event), (1, at(), by, event));
    }
    has_only("bills/v1", examples().iter().map(|(name, _)| format!("{name}.json")).collect());
}
