//! What the edge may answer to any call, for the description of the interface.

use utoipa::openapi::{Content, OpenApi, Ref, RefOr, ResponseBuilder};

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
        [&mut path.get, &mut path.post, &mut path.put, &mut path.patch, &mut path.delete]
            .into_iter()
            .flatten()
    });
    for operation in operations {
        for (status, codes) in REFUSALS {
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
                    let response = ResponseBuilder::new()
                        .description(codes)
                        .content("application/json", problem)
                        .build();
                    operation.responses.responses.insert(status.to_owned(), response.into());
                }
            }
        }
    }
}
