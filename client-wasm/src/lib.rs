//! The brain of a guest's phone: input in, effects out, view out.
//!
//! [`client::Client`] is all of it, and builds natively for tests and the load tool. In the browser it
//! is the class `Brain` below, which only converts: strings are JSON of the types in `input.rs`,
//! `effect.rs` and `view.rs`. Text that is not such JSON is a mistake of the page and is thrown back
//! at it; bytes from the network and the disk may be anything.

pub mod client;
pub mod effect;
pub mod input;
pub mod view;

mod calling;
mod calls;
mod chance;
mod confirmed;
mod connection;
mod delivery;
mod door;
mod editing;
mod knocking;
mod login;
mod meanwhile;
mod notices;
mod ordering;
mod paying;
mod plan;
mod present;
mod provenance;
mod rebase;
mod records;
mod replay;
mod replica;
mod review;
mod serving;
mod tabs;
mod talk;
mod together;
mod visit;

#[cfg(target_arch = "wasm32")]
mod brain {
    use serde::Serialize;
    use serde::de::DeserializeOwned;
    use wasm_bindgen::prelude::*;

    use crate::client::Client;

    /// A guest's phone.
    #[wasm_bindgen]
    pub struct Brain(Client);

    #[wasm_bindgen]
    impl Brain {
        /// A page that has just opened. `start` is a `Start`; `restore` comes next, once.
        #[wasm_bindgen(constructor)]
        pub fn new(start: &str) -> Result<Brain, JsError> {
            Ok(Brain(Client::new(read(start)?)?))
        }

        /// Takes up the store's records; gives effects.
        pub fn restore(
            &mut self,
            keys: Vec<String>,
            records: Vec<js_sys::Uint8Array>,
        ) -> Result<String, JsError> {
            let records = records.iter().map(js_sys::Uint8Array::to_vec);
            write(&self.0.restore(keys.into_iter().zip(records).collect()))
        }

        /// Takes in an `Input`; gives effects.
        pub fn update(&mut self, input: &str, now_ms: f64) -> Result<String, JsError> {
            write(&self.0.update(read(input)?, now_ms as u64))
        }

        /// Takes in a frame of the hub; gives effects.
        pub fn frame(&mut self, bytes: &[u8], now_ms: f64) -> Result<String, JsError> {
            write(&self.0.frame(bytes, now_ms as u64))
        }

        /// Takes in what another tab told; gives effects.
        pub fn tab_message(&mut self, bytes: &[u8], now_ms: f64) -> Result<String, JsError> {
            write(&self.0.tab_message(bytes, now_ms as u64))
        }

        /// The `View` of now.
        pub fn view(&self) -> Result<String, JsError> {
            write(&self.0.view())
        }

        /// The `Quote` for a dish with a `LineConfig`.
        pub fn quote(&self, item: &str, config: &str, portions: u32) -> Result<String, JsError> {
            let item = item.parse().map_err(|refusal| JsError::from(refusal))?;
            write(&self.0.quote(&item, &read(config)?, portions))
        }
    }

    fn read<T: DeserializeOwned>(text: &str) -> Result<T, JsError> {
        Ok(serde_json::from_str(text)?)
    }

    fn write<T: Serialize>(value: &T) -> Result<String, JsError> {
        Ok(serde_json::to_string(value)?)
    }
}
