//! Saying no to an order that waits for the house: what was wanted of it stands in the cart again, in the
//! commit that says so.
//!
//! A portion that was marked as sent stays so for good, on every phone. So the wishes come back as new
//! lines under fresh ids, authored by the hub as it does when a party begins to share in another way: no
//! phone can have an edit under way that means them.

use plato_sync_protocol::cart::{CartEdit, NewUnit};
use plato_sync_protocol::ids::{LineId, UnitId};
use plato_sync_protocol::limits::{CHANGES_PER_CART_MAX, EDITS_PER_CHANGE_MAX, LINES_PER_CART_MAX};
use plato_sync_protocol::menu::LineConfig;
use sha2::{Digest, Sha256};

use super::{Batch, Failure, Outcome, Writer};
use crate::carts::CartId;
use crate::origin::Origin;
use crate::venue::approval::{DecideOrder, Verdict};
use crate::venue::command::Command;
use crate::venue::ordering::OrderedLine;

/// Says no to an order.
#[derive(Debug)]
pub struct Decline {
    /// Which, who and why. Whether its portions go back is found out here.
    pub asked: DecideOrder,
    /// Fresh random bytes, from which the ids of what goes back are made.
    pub seed: [u8; 32],
}

impl Writer {
    pub(super) fn decline_order(
        &mut self,
        decline: Decline,
        origin: &Origin,
        batch: &mut Batch,
    ) -> Result<Outcome, Failure> {
        let Decline { mut asked, seed } = decline;
        // Whoever came second learns so before a cart is touched.
        self.venue.decide(self.time.now(), &Command::DecideOrder(asked.clone()))?;
        let mut back = None;
        if let Some((session, by, lines)) = self.venue.declined_wishes(asked.order) {
            let cart = CartId::of(&session, &by, self.mode(&session));
            let edits = self.wishes(&cart, &lines, &seed, batch)?;
            if self.has_room(&cart, edits.len(), batch)? {
                back = Some((cart, edits));
            }
        }
        if let Verdict::Decline { is_back, .. } = &mut asked.verdict {
            *is_back = back.is_some();
        }
        self.take(&Command::DecideOrder(asked), origin, batch)?;
        if let Some((cart, edits)) = back {
            self.author_as_hub(&cart, edits, batch)?;
        }
        Ok(Outcome::Done)
    }

    /// The lines that go back: chosen and noted as they were, by whoever had wanted them.
    fn wishes(
        &self,
        cart: &CartId,
        lines: &[OrderedLine],
        seed: &[u8; 32],
        batch: &mut Batch,
    ) -> Result<Vec<CartEdit>, Failure> {
        let known = self.hold_cart(cart, batch)?.cart().lines();
        let wish = |line: &OrderedLine| {
            let was = known.iter().find(|other| other.line == line.line)?;
            let modifiers = line.choices.iter().cloned().collect();
            let config = LineConfig { modifiers, note: line.note.clone() }.to_canonical();
            let unit = |unit: &crate::venue::ordering::OrderedUnit| NewUnit {
                unit: UnitId::from_random(fresh(seed, unit.unit.as_str())),
                diner: unit.diner.clone(),
            };
            Some(CartEdit::AddLine {
                line: LineId::from_random(fresh(seed, line.line.as_str())),
                item: line.item.clone(),
                rev: was.rev,
                by: was.by.clone(),
                config,
                units: line.units.iter().map(unit).collect(),
            })
        };
        Ok(lines.iter().filter_map(wish).collect())
    }

    fn has_room(&self, cart: &CartId, edits: usize, batch: &mut Batch) -> Result<bool, Failure> {
        let cart = self.hold_cart(cart, batch)?.cart();
        let changes = edits.div_ceil(EDITS_PER_CHANGE_MAX);
        let has_lines = cart.lines().len() + edits <= LINES_PER_CART_MAX;
        Ok(edits > 0 && has_lines && cart.change_count() + changes <= CHANGES_PER_CART_MAX)
    }
}

/// The same for the same seed and id, and new to every cart.
fn fresh(seed: &[u8; 32], id: &str) -> [u8; 10] {
    let digest = Sha256::new().chain_update(seed).chain_update(id).finalize();
    let mut bytes = [0; 10];
    bytes.copy_from_slice(&digest[..10]);
    bytes
}
