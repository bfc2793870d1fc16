//! Ways into a party besides its PIN, over real HTTP and sockets: invites, knocks, a new phone, and being
//! taken off a table.

use std::time::Duration;

use plato_client_wasm::input::Action;
use plato_client_wasm::view::{InviteStage, KnockStage, Stage, View};
use plato_sync_protocol::api::{JoinAnswer, JoinRequest, PinAnswer, Returning, Role, TokenAnswer};
use plato_sync_protocol::codec::Format;
use plato_sync_protocol::door::{
    InviteAnswer, KnockAnswer, KnockChoice, KnockReply, KnockRequest, KnockSecret, KnockState, LookAnswer,
    LookRequest, ReplyToKnock,
};
use plato_sync_protocol::ids::DinerId;
use plato_sync_protocol::message::{FeedKind, FromDevice, FromHub, Hello, Refused};
use plato_tests::device::is_seated;
use plato_tests::http::Call;
use plato_tests::phone::{self, hello, refused};
use plato_tests::{Guest, Party, Phone, TestDevice, TestHub, VENUE_FILE, fresh_id};
use serde_json::json;

const MINUTE: Duration = Duration::from_secs(60);

async fn invite_of(guest: &Guest) -> InviteAnswer {
    guest.http.post(&format!("/api/sessions/{}/invites", guest.session)).await.ok()
}

fn secret_of(invite: &InviteAnswer) -> String {
    invite.url.rsplit_once('.').unwrap().1.to_owned()
}

/// Tries to join with an invite.
fn redeems(hub: &TestHub, party: &Party<'_>, invite: &str, name: &str) -> Call {
    let request = JoinRequest { pin: String::new(), invite: Some(invite.to_owned()), ..party.request(name) };
    hub.anyone().post("/api/sessions/join").json(&request)
}

fn knocks(hub: &TestHub, party: &Party<'_>, name: &str, was_here: bool) -> Call {
    let (table, key) = (party.table.clone(), party.key.clone());
    let request = KnockRequest { table, key, name: name.to_owned(), was_here };
    hub.anyone().post("/api/knocks").json(&request)
}

async fn stands(hub: &TestHub, secret: &str) -> KnockState {
    let secret = KnockSecret { secret: secret.to_owned() };
    let answer: KnockAnswer = hub.anyone().post("/api/knocks/check").json(&secret).await.ok();
    answer.state
}

fn reply(reply: KnockReply) -> ReplyToKnock {
    ReplyToKnock { command_id: None, reply }
}

/// The one who waits at that guest's table, as the next socket would be told.
async fn waiting(hub: &TestHub, guest: &Guest) -> String {
    let hears = Hello { hears_door: true, ..hello(&guest.token) };
    let phone = Phone::connect_in(hub.address(), &hears, Format::Cbor).await;
    phone.welcome.door.knocks[0].knock.to_string()
}

fn answers(guest: &Guest, knock: &str, what: KnockReply) -> Call {
    guest.http.command(&format!("/api/sessions/{}/knocks/{knock}", guest.session)).json(&reply(what))
}

/// Blocks the PIN of a party.
async fn block(party: &Party<'_>) {
    for _ in 0..5 {
        party.tries(&party.wrong_pin()).await.refused(401, "pin_wrong");
    }
    party.tries(&party.pin).await.refused(429, "pin_blocked");
}

#[tokio::test]
async fn an_invite_lets_somebody_in_while_the_pin_is_blocked_and_leaves_it_blocked() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(3).await;
    let ada = party.joined_by("Ada").await;
    block(&party).await;
    let invite = invite_of(&ada).await;
    let ben: JoinAnswer = redeems(&hub, &party, &invite.code.to_lowercase(), "Ben").await.ok();
    assert_eq!(ben.session, party.session);
    let invite = invite_of(&ada).await;
    redeems(&hub, &party, &secret_of(&invite), "Cleo").await.ok::<JoinAnswer>();
    redeems(&hub, &party, &secret_of(&invite), "Dave").await.refused(401, "invite_wrong");
    party.tries(&party.pin).await.refused(429, "pin_blocked");
    ada.orders_one("soup", &[]).await;
}

#[tokio::test]
async fn of_twenty_who_use_an_invite_at_once_one_gets_in() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(3).await;
    let invite = invite_of(&party.joined_by("Ada").await).await;
    let secret = secret_of(&invite);
    let all = (0..20).map(|number| redeems(&hub, &party, &secret, &format!("Guest {number}")).into_future());
    let answers = futures_util::future::join_all(all).await;
    let let_in: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(let_in.len(), 1);
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        answer.refused(401, "invite_wrong");
    }
    let diners = hub.app().members.published.read(|venue, _| venue.diners(&party.session));
    assert_eq!(diners.len(), 2);
}

#[tokio::test]
async fn whoever_missed_the_answer_to_an_invite_gets_it_again() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(3).await;
    let invite = invite_of(&party.joined_by("Ada").await).await;
    let id = fresh_id();
    let first: JoinAnswer = redeems(&hub, &party, &invite.code, "Ben").id(id).await.ok();
    let again: JoinAnswer = hub.unchanged_by(redeems(&hub, &party, &invite.code, "Ben").id(id)).await.ok();
    assert_eq!((first.token, first.diner), (again.token, again.diner));
    redeems(&hub, &party, &invite.code, "Ben").id(fresh_id()).await.refused(401, "invite_wrong");
}

#[tokio::test]
async fn wrong_codes_are_counted_and_then_not_looked_at_also_after_a_restart() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(3).await;
    let ada = party.joined_by("Ada").await;
    let invite = invite_of(&ada).await;
    for _ in 0..10 {
        redeems(&hub, &party, "AAAAAA", "Eve").await.refused(401, "invite_wrong");
    }
    let paused = hub.unchanged_by(redeems(&hub, &party, &invite.code, "Ben")).await;
    assert_eq!(paused.refused(429, "invites_paused").retry_after_s, Some(900));
    hub.restart().await;
    redeems(&hub, &party, &invite.code, "Ben").await.refused(429, "invites_paused");
    redeems(&hub, &party, &secret_of(&invite), "Ben").await.ok::<JoinAnswer>();
    // The PIN was not guessed at, and works as before.
    party.joined_by("Cleo").await;
}

#[tokio::test]
async fn an_invite_ends_with_its_time_when_it_is_taken_back_and_with_the_visit() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(3).await;
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    let late = invite_of(&ada).await;
    assert_eq!(late.expires_in_ms, 120_000);
    hub.clock.advance(2 * MINUTE);
    redeems(&hub, &party, &late.code, "Cleo").await.refused(401, "invite_wrong");
    let back = invite_of(&ada).await;
    let cancel = format!("/api/sessions/{}/invites/{}/cancel", party.session, back.invite);
    ben.http.post(&cancel).await.refused(404, "invite_unknown");
    ada.http.post(&cancel).await.done();
    redeems(&hub, &party, &back.code, "Cleo").await.refused(401, "invite_wrong");
    let other = hub.table("2").seated(2).await;
    let stranger = other.joined_by("Eve").await;
    let foreign = format!("/api/sessions/{}/invites", party.session);
    stranger.http.post(&foreign).await.refused(403, "session_foreign");
    let elsewhere = invite_of(&ada).await;
    redeems(&hub, &other, &secret_of(&elsewhere), "Eve").await.refused(401, "invite_wrong");
    party.closed().await;
    redeems(&hub, &party, &elsewhere.code, "Cleo").await.refused(409, "table_not_seated");
}

#[tokio::test]
async fn somebody_who_knocks_is_shown_to_the_party_and_the_floor_and_let_in_by_a_member() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(3).await;
    let ada = TestDevice::seated(&hub, &party, "Ada").await;
    let mut floor = hub.screen(Role::Waiter, FeedKind::Floor).await;
    block(&party).await;
    let ben = TestDevice::scan(&hub, &party).await;
    ben.does(Action::Knock { name: "Ben".into(), was_here: false }).await;
    let shown = ada.until("a knock", |view| !view.knocks.is_empty()).await;
    assert_eq!(shown.knocks[0].name, "Ben");
    floor
        .until(|screen| {
            let session = screen.floor.as_ref().and_then(|_| screen.table("1").session);
            session.is_some_and(|party| party.door.knocks.iter().any(|knock| knock.name == "Ben"))
        })
        .await;
    let is_waiting =
        |view: &View| matches!(&view.stage, Stage::Knocking { at: KnockStage::Waiting { .. }, .. });
    ben.until("waiting", is_waiting).await;
    // A reload does not lose the place.
    let ben = ben.reloads().await;
    ben.until("waiting again", is_waiting).await;
    let knock = shown.knocks[0].knock.clone();
    ada.does(Action::AnswerKnock { knock, reply: KnockReply::LetIn }).await;
    ben.until("seated", is_seated).await;
    ben.live().await;
    ada.until("nobody waits", |view| view.knocks.is_empty() && view.diners.len() == 2).await;
}

#[tokio::test]
async fn a_waiter_lets_in_whoever_knocks_and_everyone_else() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(3).await;
    let waiter = hub.staff(Role::Waiter).await;
    let knock: KnockAnswer = knocks(&hub, &party, "Ben", false).await.ok();
    let id = hub
        .app()
        .members
        .published
        .read(|venue, _| venue.door_view(&party.session, Default::default()).knocks[0].knock.to_string());
    let path = format!("/api/floor/sessions/{}/knocks/{id}", party.session);
    let command = fresh_id();
    waiter.post(&path).id(command).json(&reply(KnockReply::LetIn)).await.done();
    hub.unchanged_by(waiter.post(&path).id(command).json(&reply(KnockReply::LetIn))).await.done();
    let KnockState::Admitted { join } = stands(&hub, &knock.secret).await else { panic!("not in") };
    // The phone may miss that answer: it gets the same again.
    let KnockState::Admitted { join: again } = stands(&hub, &knock.secret).await else { panic!("not in") };
    assert_eq!(join, again);
    let ben = hub.anyone().with_token(&join.token);
    ben.get("/api/customer/cart").await.ok::<serde_json::Value>();
    let invite: InviteAnswer =
        waiter.post(&format!("/api/floor/sessions/{}/invites", party.session)).await.ok();
    redeems(&hub, &party, &invite.code, "Cleo").await.ok::<JoinAnswer>();
}

#[tokio::test]
async fn knocks_and_invites_outlive_a_restart_of_the_hub() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(3).await;
    let ada = party.joined_by("Ada").await;
    let invite = invite_of(&ada).await;
    let knock: KnockAnswer = knocks(&hub, &party, "Ben", false).await.ok();
    hub.restart().await;
    assert!(matches!(stands(&hub, &knock.secret).await, KnockState::Waiting { .. }));
    redeems(&hub, &party, &invite.code, "Cleo").await.ok::<JoinAnswer>();
    let id = waiting(&hub, &ada).await;
    answers(&ada, &id, KnockReply::LetIn).await.done();
    hub.restart().await;
    let KnockState::Admitted { join } = stands(&hub, &knock.secret).await else { panic!("not in") };
    Phone::connect(hub.address(), &join.token).await;
}

#[tokio::test]
async fn a_knock_that_comes_to_nothing_says_why() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(3).await;
    let ada = party.joined_by("Ada").await;
    let no: KnockAnswer = knocks(&hub, &party, "Ben", false).await.ok();
    let id = waiting(&hub, &ada).await;
    answers(&ada, &id, KnockReply::Refuse).await.done();
    assert_eq!(stands(&hub, &no.secret).await, KnockState::Refused { may_enter: false });
    answers(&ada, &id, KnockReply::LetIn).await.refused(409, "knock_over");
    let choice = KnockChoice { secret: no.secret.clone(), diner: None };
    hub.anyone().post("/api/knocks/choose").json(&choice).await.refused(409, "knock_over");
    let gone: KnockAnswer = knocks(&hub, &party, "Ben", false).await.ok();
    hub.anyone().post("/api/knocks/withdraw").json(&json!({ "secret": gone.secret })).await.done();
    assert_eq!(stands(&hub, &gone.secret).await, KnockState::Expired { is_pin_replaced: false });
    let late: KnockAnswer = knocks(&hub, &party, "Ben", false).await.ok();
    hub.clock.advance(5 * MINUTE);
    assert_eq!(stands(&hub, &late.secret).await, KnockState::Expired { is_pin_replaced: false });
    let last: KnockAnswer = knocks(&hub, &party, "Ben", false).await.ok();
    party.closed().await;
    assert_eq!(stands(&hub, &last.secret).await, KnockState::Closed { is_joined: false });
    let unknown = json!({ "secret": "ab".repeat(32) });
    hub.anyone().post("/api/knocks/check").json(&unknown).await.refused(404, "knock_unknown");
    hub.anyone()
        .post("/api/knocks/check")
        .json(&json!({ "secret": "x" }))
        .await
        .refused(404, "knock_unknown");
}

#[tokio::test]
async fn a_diner_goes_on_with_a_new_phone_and_the_old_one_is_told_so_at_once() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(3).await;
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    ada.adds("soup", &[], 1).await;
    let request = JoinRequest { returning: Returning::IfNamed, ..party.request("ada") };
    let answer = hub.anyone().post("/api/sessions/join").json(&request).await;
    assert_eq!(answer.status, 202, "{answer:?}");
    let asked: KnockAnswer = serde_json::from_value(answer.value()).unwrap();
    let KnockState::Choosing { diners, .. } = &asked.state else { panic!("{asked:?}") };
    assert_eq!((diners.len(), &diners[0].diner), (1, &ada.diner));
    let choice = KnockChoice { secret: asked.secret.clone(), diner: Some(ada.diner.clone()) };
    hub.anyone().post("/api/knocks/choose").json(&choice).await.ok::<KnockAnswer>();
    let knock = waiting(&hub, &ben).await;
    // Ada's old phone turns up meanwhile: then only Ada herself may say that it is her.
    let mut old = ada.phone(&hub).await;
    answers(&ben, &knock, KnockReply::Confirm).await.refused(409, "diner_here");
    answers(&ada, &knock, KnockReply::Confirm).await.done();
    let why = old.until(|frame| match frame {
        FromHub::Refused(why) => Some(why.code.clone()),
        _ => None,
    });
    assert_eq!(why.await, "diner_moved");
    old.socket.ended().await;
    ada.http.get("/api/customer/cart").await.refused(401, "diner_moved");
    let KnockState::Admitted { join } = stands(&hub, &asked.secret).await else { panic!("not in") };
    assert_eq!(join.diner, ada.diner);
    let mut new = Phone::connect(hub.address(), &join.token).await;
    assert_eq!(new.welcome.diners.len(), 2, "nobody new has come");
    // It may be in before the old one is told; only the old one is.
    let why = Refused { code: "diner_moved".into(), message: "Elsewhere.".into() };
    hub.app().members.fanout.end_diner(&party.session, &ada.diner, why);
    new.adds("coffee", &[], 1).await;
    new.saved().await;
    assert_eq!(party.joined_by("Cleo").await.session, party.session, "the PIN was right all along");
}

#[tokio::test]
async fn removing_a_guest_ends_their_phone_at_once_and_keeps_what_they_ordered() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(3).await;
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    ben.orders_one("soup", &[]).await;
    let (mut hers, mut his) = (ada.phone(&hub).await, ben.phone(&hub).await);
    let waiter = hub.staff(Role::Waiter).await;
    let path = |diner: &DinerId| format!("/api/floor/sessions/{}/diners/{diner}/remove", party.session);
    waiter.command(&path(&ben.diner)).await.done();
    assert_eq!(refused(&mut his.socket).await, ("diner_removed".to_owned(), 1008));
    ben.http.get("/api/customer/cart").await.refused(401, "diner_removed");
    let mut again = hub.phone_socket().await;
    phone::send(&mut again, &FromDevice::Hello(hello(&ben.token)), Format::Cbor).await;
    assert_eq!(refused(&mut again).await, ("diner_removed".to_owned(), 1008));
    hers.until(|frame| match frame {
        FromHub::Presence(diners) => {
            diners.iter().any(|one| one.diner == ben.diner && one.has_left).then_some(())
        }
        _ => None,
    })
    .await;
    assert_eq!(ada.order_list().await.value()["orders"].as_array().unwrap().len(), 1);
    waiter.command(&path(&ben.diner)).await.refused(404, "diner_unknown");
}

#[tokio::test]
async fn a_token_that_ends_closes_its_socket_and_one_that_stays_does_not() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(3).await;
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    let early: TokenAnswer = ada.http.post("/api/sessions/stay").await.ok();
    assert_eq!(early.expires_in_ms, 8 * 3_600_000);
    hub.clock.advance(Duration::from_secs(8 * 3600) - MINUTE);
    let mut his = ben.phone(&hub).await;
    let longer: TokenAnswer = ada.http.post("/api/sessions/stay").await.ok();
    assert_eq!(longer.expires_in_ms, 2 * 3_600_000 + 60_000);
    hub.clock.advance(MINUTE);
    let why = his.until(|frame| match frame {
        FromHub::Refused(why) => Some(why.code.clone()),
        _ => None,
    });
    assert_eq!(why.await, "token_expired");
    ada.http.get("/api/customer/cart").await.ok::<serde_json::Value>();
}

#[tokio::test]
async fn a_table_says_how_long_its_pin_is_and_nothing_else_is_taken() {
    let hub = TestHub::start().await;
    let before = hub.table("1").seated(2).await;
    let look = |party: &Party<'_>| {
        let (table, key) = (party.table.clone(), party.key.clone());
        hub.anyone().post("/api/tables/look").json(&LookRequest { table, key })
    };
    let digits = |answer: LookAnswer| (answer.pin_digits, answer.is_seated);
    assert_eq!(digits(look(&before).await.ok()), (4, true));
    hub.import(&VENUE_FILE.replacen("currency", "pin_digits = 6\ncurrency", 1)).await;
    // A party keeps the PIN that it was told.
    assert_eq!(digits(look(&before).await.ok()), (4, true));
    before.joined_by("Ada").await;
    let waiter = hub.staff(Role::Waiter).await;
    let reissued = waiter.command(&format!("/api/floor/sessions/{}/pin/reissue", before.session)).await;
    let pin = reissued.value()["pin"].as_str().unwrap().to_owned();
    assert_eq!(pin.len(), 6);
    assert_eq!(digits(look(&before).await.ok()), (6, true));
    let refused = hub.unchanged_by(before.tries(&before.pin)).await.refused(422, "pin_malformed");
    assert!(refused.title.contains("6 digits"), "{refused:?}");
    before.tries(&pin).await.ok::<JoinAnswer>();
    let wrong = json!({ "table": "1", "key": "0".repeat(32) });
    hub.anyone().post("/api/tables/look").json(&wrong).await.refused(403, "table_key_wrong");
}

#[tokio::test]
async fn a_phone_shows_its_invite_and_hears_who_came_in() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(3).await;
    let ada = TestDevice::seated(&hub, &party, "Ada").await;
    ada.live().await;
    ada.does(Action::ShowInvite).await;
    let view = ada.until("an invite", |view| matches!(view.invite, Some(InviteStage::Open { .. }))).await;
    let Some(InviteStage::Open { code, .. }) = view.invite else { unreachable!() };
    let ben = TestDevice::scan(&hub, &party).await;
    ben.does(Action::JoinByInvite { invite: code, name: "Ben".into(), was_here: false }).await;
    ben.until("seated", is_seated).await;
    let used = ada.until("used", |view| matches!(view.invite, Some(InviteStage::Used { .. }))).await;
    assert_eq!(used.invite, Some(InviteStage::Used { by: "Ben".into() }));
    ada.does(Action::PutInviteAway).await;
    ada.until("put away", |view| view.invite.is_none()).await;
}

#[tokio::test]
async fn letting_in_turning_away_and_taking_off_are_on_record_without_names_or_secrets() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(3).await;
    let ada = party.joined_by("Sentinelada").await;
    let waiter = hub.staff(Role::Waiter).await;
    let invite = invite_of(&ada).await;
    let ben: JoinAnswer = redeems(&hub, &party, &invite.code, "Sentinelben").await.ok();
    knocks(&hub, &party, "Sentineleve", false).await.ok::<KnockAnswer>();
    let eve = waiting(&hub, &ada).await;
    answers(&ada, &eve, KnockReply::Refuse).await.done();
    let remove = format!("/api/floor/sessions/{}/diners/{}/remove", party.session, ben.diner);
    waiter.command(&remove).await.done();
    let audit = hub.staff(Role::Owner).await.post("/api/audit").json(&json!({})).await.value();
    let records = audit["records"].as_array().unwrap();
    let acts: Vec<_> = records.iter().map(|record| record["act"].as_str().unwrap()).collect();
    for act in ["invite_shown", "guest_let_in", "guest_turned_away", "guest_removed"] {
        assert_eq!(acts.iter().filter(|other| **other == act).count(), 1, "{act} in {acts:?}");
    }
    let text = audit.to_string();
    let bare = invite.code.replace(' ', "");
    for untold in ["Sentinel", &bare, &secret_of(&invite)] {
        assert!(!text.contains(untold), "{untold}");
    }
}

#[tokio::test]
async fn a_phone_knows_how_long_it_may_stay_and_stays_longer_with_one_tap() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(3).await;
    let ada = TestDevice::seated(&hub, &party, "Ada").await;
    let left = |view: &View, from_ms: u64| Some(view.stay.as_ref()?.ends_at_ms.saturating_sub(from_ms));
    let begun_ms = left(&ada.live().await, 0).unwrap();
    // The hub has not heard from the phone for so long: it begins anew, and is told what is left.
    hub.clock.advance(Duration::from_secs(8 * 3600) - MINUTE);
    let soon =
        ada.until("an end that is near", |view| left(view, 0).is_some_and(|ends| ends < begun_ms)).await;
    let ends_ms = left(&soon, 0).unwrap();
    ada.does(Action::Stay).await;
    let later = ada.until("a later end", |view| left(view, 0).is_some_and(|ends| ends > ends_ms)).await;
    assert!(left(&later, ends_ms).unwrap() > 7_000_000, "two hours, but for what the calls took");
    assert_eq!(later.stay.unwrap().problem, None);
}

/// A PIN that staff had replaced still let people in, with a knock that was made with it; also somebody who
/// was taken off the table meanwhile.
#[tokio::test]
async fn a_new_pin_ends_what_was_begun_with_the_old_one() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(3).await;
    let waiter = hub.staff(Role::Waiter).await;
    let ada = party.joined_by("Ada").await;
    let request = JoinRequest { returning: Returning::IfNamed, ..party.request("Ada") };
    let asked: KnockAnswer = {
        let answer = hub.anyone().post("/api/sessions/join").json(&request).await;
        assert_eq!(answer.status, 202);
        serde_json::from_value(answer.value()).unwrap()
    };
    assert!(matches!(asked.state, KnockState::Choosing { .. }));
    let remove = format!("/api/floor/sessions/{}/diners/{}/remove", party.session, ada.diner);
    waiter.command(&remove).await.done();
    let reissue = format!("/api/floor/sessions/{}/pin/reissue", party.session);
    let PinAnswer { pin, .. } = waiter.command(&reissue).await.ok();
    let choice = KnockChoice { secret: asked.secret.clone(), diner: None };
    hub.anyone().post("/api/knocks/choose").json(&choice).await.refused(409, "knock_over");
    assert_eq!(stands(&hub, &asked.secret).await, KnockState::Expired { is_pin_replaced: true });
    assert_eq!(party.tries(&pin).await.status, 200);
}
