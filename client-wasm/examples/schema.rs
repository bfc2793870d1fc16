//! Prints the schemas of everything that crosses between the brain and the screens, as an OpenAPI
//! document without paths. `cargo xtask types` turns it into TypeScript.

use plato_client_wasm::{effect, input, view};
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(
    info(title = "Plato client", description = "Types between the client's brain and its screens."),
    components(schemas(view::View, view::Quote, input::Start, input::Input, effect::Effect))
)]
struct Schemas;

#[expect(clippy::print_stdout, reason = "printing is what it is for")]
fn main() {
    let json = Schemas::openapi().to_pretty_json();
    println!("{}", json.expect("a document made of constants can be written"));
}
