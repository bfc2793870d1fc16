//! What the browser is asked to do. Effects carry no behaviour: the bridge hands each to the browser
//! service that it names. Bytes that belong to an effect travel beside it (see `lib.rs`).

use serde::Serialize;

use crate::input::Timer;

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Effect {
    /// Open the socket to `/api/sync`, closing an older one without a word.
    OpenSocket,
    /// Send a binary frame.
    Send {
        /// The frame.
        #[serde(with = "hex_bytes")]
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        frame: Vec<u8>,
    },
    /// Close the socket; nobody wants to hear of it.
    CloseSocket,
    /// Make an HTTP call with a JSON body and answer with `Answered` or `Unanswered`.
    Call {
        /// Names the call.
        id: u32,
        /// `GET` or `POST`.
        method: String,
        /// The path.
        path: String,
        /// The diner's token, for `Authorization: Bearer`; none when there is none.
        token: Option<String>,
        /// The body; empty for none.
        body: String,
    },
    /// Fetch `/api/menu` and answer with `Menu`.
    FetchMenu,
    /// Run a timer, replacing one of the same kind.
    StartTimer {
        /// Which.
        timer: Timer,
        /// After how long, in ms.
        after_ms: u64,
    },
    /// Stop a timer.
    StopTimer {
        /// Which.
        timer: Timer,
    },
    /// Keep who the guest is, for the next page of this table.
    KeepLogin {
        /// To be handed back as it is; none to forget it.
        login: Option<String>,
    },
    /// Keep a knock that waits, for the next page of this table.
    KeepKnock {
        /// To be handed back as it is; none to forget it.
        knock: Option<String>,
    },
    /// Keep this tab's actor, for a reload of this tab.
    KeepActor {
        /// To be handed back as it is.
        actor: String,
    },
    /// Write records of this table and then delete others, in one transaction.
    Store {
        /// Records to write.
        put: Vec<StoreRecord>,
        /// Keys of records to delete.
        delete: Vec<String>,
    },
    /// Forget all records of this table.
    ForgetRecords,
    /// Tell the other tabs of this table.
    Tell {
        /// What to hand to their `on_tab_message`.
        #[serde(with = "hex_bytes")]
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        message: Vec<u8>,
    },
    /// Show the view again: it has changed.
    Render,
}

/// A record of the phone's store. Written once and never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoreRecord {
    /// Its key within the table's store.
    pub key: String,
    /// Its bytes.
    #[serde(with = "hex_bytes")]
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub bytes: Vec<u8>,
}

/// Bytes as hexadecimal digits: effects are JSON.
mod hex_bytes {
    use plato_sync_protocol::vector::to_hex;
    use serde::Serializer;

    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&to_hex(bytes))
    }
}
