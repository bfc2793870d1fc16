//! HTTP calls of guests and staff, and what comes back.

use std::net::IpAddr;
use std::pin::Pin;

use plato_sync_protocol::api::{Problem, SignIn};
use plato_sync_protocol::ids::CommandId;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderMap, ORIGIN, SET_COOKIE};
use reqwest::{Client, Method, RequestBuilder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{PATIENCE, documented, fresh_id, trail};

/// Somebody who makes calls.
#[derive(Clone)]
pub struct Http {
    client: Client,
    url: String,
    token: Option<String>,
    device: Option<String>,
}

/// A call that is made when it is awaited.
pub struct Call {
    url: String,
    request: RequestBuilder,
    method: Method,
    path: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Header fields.
    pub headers: HeaderMap,
    /// The body as text; what is none is replaced.
    pub body: String,
    /// The body, byte by byte.
    pub bytes: Vec<u8>,
    method: String,
    path: String,
}

impl Http {
    /// Without a token.
    pub fn new(url: &str) -> Self {
        // A connection for each call: a hub that was restarted must not be spoken to on an old one.
        let client = Client::builder().no_proxy().pool_max_idle_per_host(0).timeout(PATIENCE);
        Self { client: client.build().unwrap(), url: url.to_owned(), token: None, device: None }
    }

    /// From another address of this machine.
    pub fn from_address(&self, address: IpAddr) -> Self {
        let client = Client::builder().no_proxy().pool_max_idle_per_host(0).timeout(PATIENCE);
        Self { client: client.local_address(address).build().unwrap(), ..self.clone() }
    }

    /// On one connection from call to call, as browsers do.
    pub fn on_one_connection(&self) -> Self {
        let client =
            Client::builder().no_proxy().pool_max_idle_per_host(1).tcp_nodelay(true).timeout(PATIENCE);
        Self { client: client.build().unwrap(), ..self.clone() }
    }

    /// With a token, sent as `Authorization: Bearer`.
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// On a device of the house, whose token the browser keeps as a cookie.
    pub fn at_device(&self, token: &str) -> Self {
        Self { device: Some(token.to_owned()), ..self.clone() }
    }

    /// The token.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Signs a member of staff in and goes on with their token.
    pub async fn signed_in(&self, name: &str, password: &str) -> Self {
        let sign_in = SignIn { name: name.into(), password: password.into() };
        let answer = self.post("/api/staff/sign-in").json(&sign_in).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        self.with_token(&answer.cookie("plato_staff"))
    }

    /// A call of any method.
    pub fn call(&self, method: Method, path: &str) -> Call {
        let mut request = self.client.request(method.clone(), format!("{}{path}", self.url));
        if let Some(token) = &self.token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        if let Some(device) = &self.device {
            request = request.header(COOKIE, format!("plato_device={device}")).header(ORIGIN, &self.url);
        }
        Call { url: self.url.clone(), request, method, path: path.to_owned() }
    }

    /// A GET.
    pub fn get(&self, path: &str) -> Call {
        self.call(Method::GET, path)
    }

    /// A POST.
    pub fn post(&self, path: &str) -> Call {
        self.call(Method::POST, path)
    }

    /// A DELETE.
    pub fn delete(&self, path: &str) -> Call {
        self.call(Method::DELETE, path)
    }

    /// A command: a POST with a fresh id.
    pub fn command(&self, path: &str) -> Call {
        self.post(path).id(fresh_id())
    }
}

impl Call {
    /// With a JSON body.
    pub fn json(self, body: &impl Serialize) -> Self {
        Self { request: self.request.json(body), ..self }
    }

    /// With a body of any kind.
    pub fn body(self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let request = self.request.header(CONTENT_TYPE, content_type).body(body.into());
        Self { request, ..self }
    }

    /// With the id of a command.
    pub fn id(self, id: CommandId) -> Self {
        self.field("Idempotency-Key", &id.to_string())
    }

    /// With a header field.
    pub fn field(self, name: &str, value: &str) -> Self {
        Self { request: self.request.header(name, value), ..self }
    }
}

impl IntoFuture for Call {
    type Output = Answer;
    type IntoFuture = Pin<Box<dyn Future<Output = Answer> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let (method, path) = (self.method.clone(), self.path.clone());
            self.attempt().await.unwrap_or_else(|fault| panic!("{method} {path}: {fault:?}"))
        })
    }
}

impl Call {
    /// Makes the call where the hub may be away, or go away meanwhile.
    pub async fn attempt(self) -> Result<Answer, reqwest::Error> {
        let sent = self.request.try_clone().and_then(|request| request.build().ok());
        let sent = sent.as_ref().and_then(|request| request.body()?.as_bytes());
        let response = self.request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await?.to_vec();
        let answer = Answer {
            status,
            headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes,
            method: self.method.to_string(),
            path: self.path,
        };
        trail::note(self.url.trim_start_matches("http://"), sent, &answer);
        Ok(answer)
    }
}

impl Answer {
    /// The value of a cookie that was set, which scripts must not be able to read.
    #[track_caller]
    pub fn cookie(&self, name: &str) -> String {
        let cookie = self.headers[SET_COOKIE].to_str().unwrap();
        assert!(cookie.contains("; HttpOnly; SameSite=Strict"), "{cookie}");
        let rest = cookie.strip_prefix(name).and_then(|rest| rest.strip_prefix('='));
        rest.unwrap_or_else(|| panic!("{cookie}")).split(';').next().unwrap().to_owned()
    }

    /// The body as JSON.
    pub fn value(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|fault| panic!("{fault}: {self:?}"))
    }

    /// The body of an answer that has to be good.
    #[track_caller]
    pub fn ok<T: DeserializeOwned>(&self) -> T {
        assert_eq!(self.status, 200, "{self:?}");
        serde_json::from_str(&self.body).unwrap_or_else(|fault| panic!("{fault}: {self:?}"))
    }

    /// An answer that has to be good and empty.
    #[track_caller]
    pub fn done(&self) {
        assert_eq!((self.status, self.body.as_str()), (204, ""), "{self:?}");
    }

    /// A refusal as every refusal has to be: a problem document with this status and code, a
    /// sentence for a person, and a line in the OpenAPI document.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) -> Problem {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.headers[CONTENT_TYPE], "application/problem+json", "{self:?}");
        let problem: Problem = serde_json::from_str(&self.body).unwrap();
        assert_eq!((problem.code.as_str(), problem.status), (code, status), "{self:?}");
        let is_sentence = problem.title.starts_with(char::is_uppercase) && problem.title.ends_with('.');
        assert!(is_sentence, "not a sentence: {}", problem.title);
        documented::check(&self.method, &self.path, status, code);
        problem
    }
}
