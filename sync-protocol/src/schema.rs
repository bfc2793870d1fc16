//! Schemas of types that travel as text but are more than a text in Rust.

use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{RefOr, schema::SchemaFormat};

use crate::ids::{CommandId, TicketId};
use crate::menu::ModifierKey;
use crate::vector::{ActorId, ChangeHash};

fn text(pattern: &str, format: Option<&str>) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some(pattern))
        .format(format.map(|format| SchemaFormat::Custom(format.to_owned())))
        .into()
}

macro_rules! travels_as_text {
    ($name:ident, $pattern:literal, $format:expr) => {
        impl utoipa::PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                text($pattern, $format)
            }
        }

        impl utoipa::ToSchema for $name {}
    };
}

travels_as_text!(ActorId, "^[0-9a-f]{32}$", None);
travels_as_text!(ChangeHash, "^[0-9a-f]{64}$", None);
travels_as_text!(CommandId, "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$", Some("uuid"));
travels_as_text!(TicketId, "^[0-9]{1,10}-[a-z0-9-]{1,32}$", None);
travels_as_text!(ModifierKey, "^[a-z0-9-]{1,32}/[a-z0-9-]{1,32}$", None);
