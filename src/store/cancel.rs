//! Asking the server to cancel a statement, by a connection of its own.

use super::runtime::runtime;
use super::target::Target;
use super::tls::Tls;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpStream, UnixStream};
use tokio_postgres::CancelToken;
use tokio_postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};
use tokio_postgres_rustls::MakeRustlsConnect;

/// How long asking may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is needed to cancel the statement of one connection.
pub(super) struct Cancel {
    token: CancelToken,
    target: Target,
    tls: Tls,
}

impl Cancel {
    pub(super) fn new(token: CancelToken, target: Target, tls: Tls) -> Self {
        Self { token, target, tls }
    }

    /// Asks, and waits until the server has done what it does for it: it closes the connection then. Leaving before
    /// kills `PgBouncer` 1.18, and could hit the next statement. When it can't be asked, the statement ends by
    /// itself or by its timeout.
    pub(super) fn send(&self) {
        if let Ok(runtime) = runtime() {
            let _ = runtime.block_on(async { tokio::time::timeout(PATIENCE, self.ask()).await });
        }
    }

    async fn ask(&self) -> io::Result<()> {
        let stream: Box<dyn Stream> =
            match (self.target.socket_file(), self.target.socket_address()) {
                (Some(file), _) => Box::new(UnixStream::connect(file).await?),
                (None, Some(address)) => Box::new(TcpStream::connect(address).await?),
                (None, None) => return Ok(()),
            };
        let name = match &self.target.host {
            tokio_postgres::config::Host::Tcp(name) => name.as_str(),
            tokio_postgres::config::Host::Unix(_) => "",
        };
        let tls =
            <MakeRustlsConnect as MakeTlsConnect<UntilClosed<Box<dyn Stream>>>>::make_tls_connect(
                &mut self.tls.connector(),
                name,
            );
        let tls = tls.map_err(io::Error::other)?;
        let asked = self
            .token
            .cancel_query_raw(UntilClosed(stream), ToTheEnd(tls));
        asked.await.map_err(io::Error::other)
    }
}

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

/// A stream that is not closed before the other side closes it.
struct UntilClosed<S>(S);

impl<S: AsyncRead + Unpin> AsyncRead for UntilClosed<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, into)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for UntilClosed<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        loop {
            let mut bytes = [0; 64];
            let mut read = ReadBuf::new(&mut bytes);
            match Pin::new(&mut self.0).poll_read(cx, &mut read) {
                Poll::Ready(Ok(())) if !read.filled().is_empty() => {}
                // Some close without the goodbye of TLS.
                Poll::Ready(_) => return Poll::Ready(Ok(())),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

impl<S: TlsStream + Unpin> TlsStream for UntilClosed<S> {
    fn channel_binding(&self) -> ChannelBinding {
        self.0.channel_binding()
    }
}

/// Encrypts, and does not leave first either.
struct ToTheEnd<T>(T);

impl<S, T> TlsConnect<S> for ToTheEnd<T>
where
    T: TlsConnect<S>,
    T::Future: Send + 'static,
    T::Error: 'static,
{
    type Stream = UntilClosed<T::Stream>;
    type Error = T::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Stream, T::Error>> + Send>>;

    fn connect(self, stream: S) -> Self::Future {
        let connecting = self.0.connect(stream);
        Box::pin(async { connecting.await.map(UntilClosed) })
    }
}
