//! Holds every refusal that a test meets to the OpenAPI document: what can happen is written down.

use std::sync::OnceLock;

use serde_json::Value;

/// The OpenAPI document.
pub fn description() -> &'static Value {
    static DESCRIPTION: OnceLock<Value> = OnceLock::new();
    DESCRIPTION.get_or_init(|| serde_json::to_value(plato_hub::web::routes::description()).unwrap())
}

/// Checks that a refusal is described where it happened. Paths that are not described are no
/// concern of the document.
#[track_caller]
pub fn check(method: &str, path: &str, status: u16, code: &str) {
    let Some(template) = template(path) else { return };
    let operation = &description()["paths"][&template][method.to_lowercase()];
    if operation.is_null() {
        return;
    }
    let told = operation["responses"][status.to_string()]["description"].as_str().unwrap_or_default();
    assert!(
        told.contains(&format!("`{code}`")),
        "OpenAPI: {method} {template} {status} lacks `{code}`: {told}"
    );
}

/// The described path that an address belongs to.
fn template(path: &str) -> Option<String> {
    let path = path.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').collect();
    let is_it = |template: &&String| {
        let wanted: Vec<&str> = template.split('/').collect();
        wanted.len() == parts.len()
            && wanted.iter().zip(&parts).all(|(wanted, part)| wanted.starts_with('{') || wanted == part)
    };
    description()["paths"].as_object().unwrap().keys().find(is_it).cloned()
}
