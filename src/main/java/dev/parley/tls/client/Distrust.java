package dev.parley.tls.client;

import dev.parley.tls.AlertDescription;

/**
 * Why a server is not trusted.
 *
 * @param reason what did not hold
 * @param certificate which certificate of the server's chain, 0 for its own; the chain's length for the trusted CA itself
 * @param message one sentence that names the certificate and what to do
 */
public record Distrust(Reason reason, int certificate, String message) {
    /** What did not hold, with the alert that tells the server (RFC 5246 section 7.2.2). */
    public enum Reason {
        /** The chain leads to no trusted CA. */
        UNKNOWN_CA(AlertDescription.UNKNOWN_CA),
        EXPIRED(AlertDescription.CERTIFICATE_EXPIRED),
        NOT_YET_VALID(AlertDescription.CERTIFICATE_EXPIRED),
        /** Unreadable, wrongly signed, by an issuer that is no CA, or outside what its issuers allow. */
        BAD_CERTIFICATE(AlertDescription.BAD_CERTIFICATE),
        /** Its extended key usage does not allow a TLS server. */
        PURPOSE(AlertDescription.UNSUPPORTED_CERTIFICATE),
        /** It is for another host. */
        NAME(AlertDescription.CERTIFICATE_UNKNOWN);

        private final AlertDescription alert;

        Reason(AlertDescription alert) {
            this.alert = alert;
        }

        public AlertDescription alert() {
            return alert;
        }
    }
}
