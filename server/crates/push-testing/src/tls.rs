//! A certificate for `localhost`.

use std::sync::Arc;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// A certificate that nobody signed but itself.
pub struct Certificate(CertifiedKey<rcgen::KeyPair>);

impl Certificate {
    /// A new one, for `localhost`.
    pub fn fresh() -> Self {
        Self(generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate"))
    }

    /// For whoever is to trust it.
    pub fn pem(&self) -> String {
        self.0.cert.pem()
    }

    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        let key =
            PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(self.0.signing_key.serialize_der()));
        let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .expect("protocol versions")
            .with_no_client_auth()
            .with_single_cert(vec![self.0.cert.der().clone()], key)
            .expect("its own key");
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        TlsAcceptor::from(Arc::new(config))
    }
}
