//! What the edge may answer to any call, and as what kind of document every refusal comes, for the
//! description of the interface.

use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{Content, OpenApi, Ref, RefOr, Response, ResponseBuilder};

/// What refusals are (RFC 9457). The annotations of handlers name only their type.
const PROBLEM: &str = "application/problem+json";

/// Status and codes that every call may be refused with before its path is looked at.
const REFUSALS: [(&str, &str); 5] = [
    ("400", "`host_malformed`"),
    ("403", "`origin_forbidden`, `origin_missing`"),
    ("408", "`body_late`"),
    ("421", "`host_unknown`"),
    ("503", "`hub_full`"),
];

/// Adds them to every operation.
pub fn describe(description: &mut OpenApi) {
    let paths = description.paths.paths.values_mut();
    let operations = paths.flat_map(|path| {
        let changes = [&mut path.post, &mut path.put, &mut path.patch, &mut path.delete];
        let changes = changes.into_iter().flatten().map(|operation| (operation, true));
        path.get.iter_mut().map(|operation| (operation, false)).chain(changes)
    });
    for (operation, is_change) in operations {
        let is_staffs = operation.security.iter().flatten().any(is_of_staff);
        let responses = &operation.responses.responses;
        let kinds = Some(("415", "`json_expected`"));
        let kinds = kinds.filter(|_| is_change && !responses.contains_key("415"));
        let privately = Some(("403", "`https_needed`")).filter(|_| is_staffs);
        for (status, response) in &mut operation.responses.responses {
            if let RefOr::T(response) = response {
                as_problem(status, response);
            }
        }
        for (status, codes) in REFUSALS.into_iter().chain(privately).chain(kinds) {
            match operation.responses.responses.get_mut(status) {
                Some(RefOr::T(response)) => {
                    for code in codes
                        .split(", ")
                        .filter(|code| !response.description.contains(*code))
                        .collect::<Vec<_>>()
                    {
                        response.description.push_str(", ");
                        response.description.push_str(code);
                    }
                }
                Some(RefOr::Ref(_)) => {}
                None => {
                    let problem = Content::new(Some(Ref::from_schema_name("Problem")));
                    let response =
                        ResponseBuilder::new().description(codes).content(PROBLEM, problem).build();
                    operation.responses.responses.insert(status.to_owned(), response.into());
                }
            }
        }
    }
}

/// Is it for calls with a token of the staff?
fn is_of_staff(requirement: &SecurityRequirement) -> bool {
    serde_json::to_value(requirement).is_ok_and(|named| named.get("staff").is_some())
}

/// Gives a refusal the content type that it comes with.
fn as_problem(status: &str, response: &mut Response) {
    if !status.starts_with(['4', '5']) {
        return;
    }
    if let Some(content) = response.content.shift_remove("application/json") {
        response.content.insert(PROBLEM.to_owned(), content);
    }
}
