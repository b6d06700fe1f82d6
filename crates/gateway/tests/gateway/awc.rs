//! Why awc, the client of actix, is not used for forwarding. When one of these tests fails, awc has
//! been fixed, and could replace hyper.

use std::time::Duration;

use actix_web::web::Bytes;
use awc::Client;
use awc::error::SendRequestError;
use futures_util::StreamExt as _;
use futures_util::stream;

use crate::support::FakeUpstream;

#[actix_web::test]
async fn it_reads_no_response_before_the_request_is_written() {
    let upstream = FakeUpstream::start().await;
    let first = stream::iter([Ok::<_, awc::error::PayloadError>(Bytes::from_static(
        b"first",
    ))]);
    let body = first.chain(stream::pending());
    let client = Client::builder().timeout(Duration::from_secs(1)).finish();
    let sending = client.post(upstream.url()).send_stream(body);
    let serving = async {
        let mut connection = upstream.accept().await;
        connection
            .send("HTTP/1.1 409 Conflict\r\nContent-Length: 0\r\n\r\n")
            .await;
        connection
    };
    let (outcome, _connection) = futures_util::future::join(sending, serving).await;
    assert!(
        matches!(outcome, Err(SendRequestError::Timeout)),
        "awc reads an early response now"
    );
}

#[actix_web::test]
async fn it_accepts_a_truncated_chunked_response() {
    let upstream = FakeUpstream::start().await;
    let client = Client::default();
    let sending = client.get(upstream.url()).send();
    let serving =
        upstream.respond("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n");
    let (response, _) = futures_util::future::join(sending, serving).await;
    let body = response.unwrap().body().await;
    assert_eq!(
        body.unwrap(),
        "part",
        "awc knows a response that breaks off now"
    );
}
