//! What a guest does about rounds that were sent: take back what nobody has begun, order the same again;
//! and what they must not eat, which the hub keeps for the visit.

use std::collections::BTreeSet;

use plato_sync_protocol::ids::{CommandId, DinerId, OrderId};
use plato_sync_protocol::menu::{Allergen, LineConfig, Menu};
use plato_sync_protocol::serving::{AllergiesAnswer, CancelDish, DeclareAllergies};
use plato_sync_protocol::views::OrderLineView;

use crate::calls::{Answer, Purpose};
use crate::client::Client;
use crate::input::Action;
use crate::talk::ends_visit;
use crate::together::Together;
use crate::view::{AllergiesView, Notice, View};

pub(crate) const UNHEARD: &str = "The hub did not answer. Please try again.";

/// What is under way, and what the guest has declared.
#[derive(Debug, Default)]
pub(crate) struct Serving {
    /// Dishes of which portions are being taken back.
    cancelling: Vec<Cancelling>,
    /// Whether what is ready at the table is being sent.
    pub(crate) together: Together,
    /// As the hub has it; none until it was asked.
    allergens: Option<Vec<Allergen>>,
    is_busy: bool,
    problem: Option<String>,
}

/// Portions that are being taken back, with the command that asks for it: pressing again after a lost
/// answer does nothing twice, unless it is for another number of them.
#[derive(Debug)]
struct Cancelling {
    of: (OrderId, u16),
    portions: u16,
    command: CommandId,
    is_busy: bool,
}

impl Serving {
    pub(crate) fn show(&self, view: &mut View) {
        let busy = self.cancelling.iter().filter(|own| own.is_busy);
        view.cancelling = busy.map(|own| format!("{}/{}", own.of.0, own.of.1)).collect();
        view.is_sending_together = self.together.is_busy();
        view.allergies = AllergiesView {
            allergens: self.allergens.clone(),
            is_busy: self.is_busy,
            problem: self.problem.clone(),
        };
    }

    fn close(&mut self, order: OrderId, index: u16, is_settled: bool) {
        for known in self.cancelling.iter_mut().filter(|own| own.of == (order, index)) {
            known.is_busy = false;
        }
        if is_settled {
            self.cancelling.retain(|own| own.of != (order, index));
        }
    }
}

impl Client {
    /// Takes portions of a dish back.
    pub(crate) fn cancel_dish(&mut self, order: OrderId, index: u16, portions: u16) {
        let fresh = self.chance.command();
        let Some(seat) = &mut self.seat else { return };
        let all = &mut seat.serving.cancelling;
        if all.iter().any(|own| own.of == (order, index) && own.is_busy) {
            return;
        }
        all.retain(|own| own.of != (order, index) || own.portions == portions);
        let known = all.iter_mut().find(|own| own.of == (order, index));
        let command_id = known.map_or(fresh, |own| {
            own.is_busy = true;
            own.command
        });
        if command_id == fresh {
            all.push(Cancelling { of: (order, index), portions, command: fresh, is_busy: true });
        }
        let body = serde_json::to_string(&CancelDish { command_id: Some(command_id), portions });
        let body = body.expect("a number holds nothing that JSON cannot");
        let path = format!("/api/order/{order}/item/{index}/cancel");
        self.post_as_member(Purpose::CancelDish(order, index), &path, body);
    }

    /// The hub tells everyone what has become of the round; here only why it has not.
    pub(crate) fn dish_was_cancelled(&mut self, order: OrderId, index: u16, answer: Option<(u16, &str)>) {
        self.plan.render();
        let Some(seat) = &mut self.seat else { return };
        let said = answer.map(|(status, body)| (status, Answer::<()>::read(status, body)));
        match said {
            Some((204, _)) => seat.serving.close(order, index, true),
            Some((_, Answer::Refused(problem))) if ends_visit(&problem.code) => self.close(&problem.code),
            Some((_, Answer::Refused(problem))) => {
                seat.serving.close(order, index, true);
                self.notices.add(Notice::NotCancelled { message: problem.title });
            }
            _ => {
                seat.serving.close(order, index, false);
                self.notices.add(Notice::NotCancelled { message: UNHEARD.to_owned() });
            }
        }
    }

    /// Puts a dish of an earlier round into the cart again, and says what is not as it was.
    pub(crate) fn order_again(&mut self, order: OrderId, index: u16, now_ms: u64) {
        let (Some(seat), Some(menu)) = (&self.seat, &self.menu) else { return };
        let found = seat.visit.orders.iter().find(|known| known.order == order);
        let line = found.and_then(|order| order.lines.iter().find(|line| line.index == index));
        let Some(line) = line.cloned() else { return };
        let diner = eater(&line, &seat.login.diner);
        match again(menu, &line) {
            Ok((config, differences)) => {
                let (item, dish) = (line.item, line.name);
                self.edit(Action::Add { item, config, portions: 1, diner }, now_ms);
                self.notices.add(Notice::OrderedAgain { dish, differences });
            }
            Err(message) => self.notices.add(Notice::NotAgain { dish: line.name, message }),
        }
    }

    /// Asks what the guest has declared, where this page does not know it yet.
    pub(crate) fn ask_allergies(&mut self) {
        let Some(seat) = &self.seat else { return };
        if seat.serving.allergens.is_none() && !seat.serving.is_busy {
            let token = seat.login.token.clone();
            self.calls.get(Purpose::Allergies, "/api/customer/allergies", Some(&token), &mut self.plan);
        }
    }

    pub(crate) fn allergies_were_told(&mut self, answer: Option<(u16, &str)>) {
        self.plan.render();
        let Some(seat) = &mut self.seat else { return };
        let none = Answer::Unknown { retry_after_s: None };
        match answer.map_or(none, |(status, body)| Answer::<AllergiesAnswer>::read(status, body)) {
            Answer::Done(AllergiesAnswer { allergens }) if !seat.serving.is_busy => {
                seat.serving.allergens = Some(allergens);
            }
            Answer::Refused(problem) if ends_visit(&problem.code) => self.close(&problem.code),
            // It is asked again when the cart is looked over the next time.
            _ => {}
        }
    }

    /// Says what the guest must not eat.
    pub(crate) fn declare(&mut self, allergens: Vec<Allergen>) {
        let command_id = Some(self.chance.command());
        let Some(seat) = &mut self.seat else { return };
        if seat.serving.is_busy {
            return;
        }
        (seat.serving.is_busy, seat.serving.problem) = (true, None);
        let allergens: BTreeSet<Allergen> = allergens.into_iter().collect();
        let allergens: Vec<Allergen> = allergens.into_iter().collect();
        let body = serde_json::to_string(&DeclareAllergies { command_id, allergens: allergens.clone() });
        let body = body.expect("names hold nothing that JSON cannot");
        self.post_as_member(Purpose::Declare(allergens), "/api/customer/allergies", body);
    }

    pub(crate) fn declared(&mut self, allergens: Vec<Allergen>, answer: Option<(u16, &str)>) {
        self.plan.render();
        let Some(seat) = &mut self.seat else { return };
        seat.serving.is_busy = false;
        match answer.map(|(status, body)| (status, Answer::<()>::read(status, body))) {
            Some((204, _)) => seat.serving.allergens = Some(allergens),
            Some((_, Answer::Refused(problem))) if ends_visit(&problem.code) => self.close(&problem.code),
            Some((_, Answer::Refused(problem))) => seat.serving.problem = Some(problem.title),
            // Whether the hub has it is not known: it is asked before anything is ordered.
            _ => {
                seat.serving.allergens = None;
                seat.serving.problem = Some(UNHEARD.to_owned());
            }
        }
    }
}

/// Who gets it: whoever wants it again, unless it was for everyone.
fn eater(line: &OrderLineView, me: &DinerId) -> DinerId {
    let is_shared = line.diners.iter().any(DinerId::is_everyone);
    if is_shared { DinerId::everyone() } else { me.clone() }
}

/// The same choices as far as they exist, with what differs in words; or why it cannot be ordered.
fn again(menu: &Menu, line: &OrderLineView) -> Result<(LineConfig, Vec<String>), String> {
    let item = menu.item(&line.item).ok_or("It is not on the menu any more.")?;
    if item.is_eighty_sixed {
        return Err("It is sold out right now.".to_owned());
    }
    let is_there = |key: &&plato_sync_protocol::menu::ModifierKey| {
        let is_on = menu.modifier(key).is_some_and(|modifier| !modifier.is_eighty_sixed);
        is_on && item.modifier_groups.contains(&key.group)
    };
    let modifiers = line.choices.iter().filter(is_there).cloned().collect();
    let config = LineConfig { modifiers, note: line.note.clone() };
    let price = menu.quote(&line.item, &config);
    let price = price.map_err(|refusal| format!("It needs choices that are not there: {refusal}."))?;
    let names = menu.modifier_names(&line.item, &config);
    let missing = line.modifiers.iter().filter(|name| !names.contains(name));
    let mut differences: Vec<String> = missing.map(|name| format!("without {name}")).collect();
    if price != line.unit_price && differences.is_empty() {
        differences.push("at another price".to_owned());
    }
    Ok((config, differences))
}

#[cfg(test)]
mod tests {
    use plato_sync_protocol::menu::{Category, MenuItem, Modifier, ModifierGroup};
    use plato_sync_protocol::money::Money;
    use plato_sync_protocol::views::DishStatus;

    use super::*;

    fn money(minor: i64) -> Money {
        Money { minor, currency: "EUR".parse().unwrap() }
    }

    fn option(id: &str, price: i64) -> Modifier {
        let (name, price) = (id.to_uppercase(), money(price));
        Modifier { id: id.parse().unwrap(), name, price, contains: vec![], is_eighty_sixed: false }
    }

    fn menu() -> Menu {
        Menu {
            revision: 2,
            venue: "Test".into(),
            tagline: String::new(),
            currency: "EUR".parse().unwrap(),
            categories: vec![Category { id: "mains".parse().unwrap(), name: "Mains".into() }],
            items: vec![MenuItem {
                id: "steak".parse().unwrap(),
                name: "Steak".into(),
                description: String::new(),
                category: "mains".parse().unwrap(),
                price: money(2400),
                contains: vec![],
                may_contain: vec![],
                diets: vec![],
                modifier_groups: vec!["how".parse().unwrap(), "with".parse().unwrap()],
                is_eighty_sixed: false,
                left: None,
            }],
            modifier_groups: vec![
                group("how", 1, vec![option("rare", 0), option("well", 0)]),
                group("with", 0, vec![option("egg", 200)]),
            ],
        }
    }

    fn group(id: &str, min: u8, options: Vec<Modifier>) -> ModifierGroup {
        ModifierGroup { id: id.parse().unwrap(), name: format!("{id}?"), min, max: 1, options }
    }

    /// A steak, rare, with an egg, as it was ordered.
    fn ordered() -> OrderLineView {
        OrderLineView {
            index: 0,
            line: "lineaaaaaa".parse().unwrap(),
            item: "steak".parse().unwrap(),
            name: "Steak".into(),
            modifiers: vec!["RARE".into(), "EGG".into()],
            note: "no salt".into(),
            diners: vec![DinerId::everyone()],
            unit_price: money(2600),
            total: money(2600),
            status: DishStatus::Served,
            voided: 0,
            comped: 0,
            choices: vec!["how/rare".parse().unwrap(), "with/egg".parse().unwrap()],
            is_held: false,
        }
    }

    #[test]
    fn the_same_again_is_the_same_choices_and_note() {
        let (config, differences) = again(&menu(), &ordered()).unwrap();
        assert_eq!(config.modifiers.into_iter().collect::<Vec<_>>(), ordered().choices);
        assert_eq!((config.note.as_str(), differences), ("no salt", vec![]));
    }

    #[test]
    fn what_differs_from_the_dish_that_was_is_said() {
        let mut without_egg = menu();
        without_egg.modifier_groups[1].options[0].is_eighty_sixed = true;
        assert_eq!(again(&without_egg, &ordered()).unwrap().1, ["without EGG"]);
        let mut dearer = menu();
        dearer.items[0].price = money(2500);
        assert_eq!(again(&dearer, &ordered()).unwrap().1, ["at another price"]);
    }

    #[test]
    fn a_dish_that_cannot_be_had_any_more_is_not_put_into_the_cart() {
        let mut sold_out = menu();
        sold_out.items[0].is_eighty_sixed = true;
        assert_eq!(again(&sold_out, &ordered()).unwrap_err(), "It is sold out right now.");
        let mut none_rare = menu();
        none_rare.modifier_groups[0].options.remove(0);
        assert!(again(&none_rare, &ordered()).unwrap_err().starts_with("It needs choices"));
        // An order of an earlier version does not say which choices it had.
        let old = OrderLineView { choices: vec![], ..ordered() };
        assert!(again(&menu(), &old).unwrap_err().starts_with("It needs choices"));
    }
}
