package dev.parley.doctor;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.HandshakeType;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Optional;

/**
 * The client signed with a key that is not its certificate's: CertificateVerify (RFC 5246 section 7.4.8) does not verify. The log holds
 * all that the signature is over, so this is computed, not guessed.
 */
final class KeyMismatch implements TlsRule {
    @Override
    public String code() {
        return "key-mismatch";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket, TlsConversation tls) {
        // What was altered on purpose breaks the signature as well.
        if (tls.isTls13()
                || Facts.established(tls)
                || Experiment.altered(session, tls).isPresent()) {
            return Optional.empty();
        }
        Optional<TlsMessage.Handshake> verify = Facts.handshake(tls, Direction.TX, HandshakeType.CERTIFICATE_VERIFY);
        Optional<TlsMessage.Handshake> certificate = Facts.handshake(tls, Direction.TX, HandshakeType.CERTIFICATE);
        if (verify.isEmpty() || certificate.isEmpty()) {
            return Optional.empty();
        }
        List<X509Certificate> chain = Facts.certificates(tls, certificate.get());
        if (chain.isEmpty()
                || verifies(tls, verify.get(), chain.getFirst().getPublicKey()).orElse(true)) {
            return Optional.empty();
        }
        List<Evidence> evidence = new java.util.ArrayList<>();
        evidence.add(session.evidence(
                tls,
                certificate.get(),
                "The client's Certificate of "
                        + chain.getFirst().getSubjectX500Principal().getName()));
        evidence.add(session.evidence(
                tls, verify.get(), "Its CertificateVerify does not verify with the key in that certificate"));
        Facts.fatalAlert(tls, Direction.RX)
                .ifPresent(
                        alert -> evidence.add(session.evidence(tls, alert, "The server's answer: " + alert.title())));
        return Optional.of(new Finding(
                code(),
                0.97,
                "The client's private key does not belong to its certificate",
                "The signature in CertificateVerify was made with another key than the certificate's. Servers answer"
                        + " with decrypt_error, bad_certificate or a close; nothing on the way can mend it.",
                evidence,
                List.of(
                        "Compare the two on a PC: openssl x509 -in device.pem -noout -pubkey | openssl sha256, and"
                            + " openssl pkey -in device.key -pubout | openssl sha256 must be equal; parley check does"
                            + " the same.",
                        "Write certificate and key to the device from one pair, in one step."),
                "Both digests are equal for the files that are on the device."));
    }

    /** Whether the signature over all messages before it verifies; nothing where its algorithm is not known. */
    private static Optional<Boolean> verifies(TlsConversation tls, TlsMessage.Handshake verify, PublicKey key) {
        Bytes body = verify.body();
        if (body.length() < 4 || body.length() < 4 + body.u16(2)) {
            return Optional.empty();
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        for (TlsMessage message : tls.messages()) {
            if (message.index() >= verify.index()) {
                break;
            }
            if (message instanceof TlsMessage.Handshake handshake) {
                if (handshake.bytes().isEmpty()) {
                    return Optional.empty();
                }
                said.writeBytes(handshake.bytes().toArray());
            }
        }
        try {
            Optional<Signature> algorithm = algorithm(body.u16(0));
            if (algorithm.isEmpty()) {
                return Optional.empty();
            }
            Signature signature = algorithm.get();
            signature.initVerify(key);
            signature.update(said.toByteArray());
            return Optional.of(signature.verify(body.slice(4, 4 + body.u16(2)).toArray()));
        } catch (GeneralSecurityException _) {
            // A key of another kind than the signature's, or a signature that is none: it does not verify.
            return Optional.of(false);
        }
    }

    /** RFC 5246 section 7.4.1.4.1 and RFC 8446 section 4.2.3. */
    private static Optional<Signature> algorithm(int scheme) throws GeneralSecurityException {
        return switch (scheme) {
            case 0x0201 -> Optional.of(Signature.getInstance("SHA1withRSA"));
            case 0x0401 -> Optional.of(Signature.getInstance("SHA256withRSA"));
            case 0x0501 -> Optional.of(Signature.getInstance("SHA384withRSA"));
            case 0x0601 -> Optional.of(Signature.getInstance("SHA512withRSA"));
            case 0x0403 -> Optional.of(Signature.getInstance("SHA256withECDSA"));
            case 0x0503 -> Optional.of(Signature.getInstance("SHA384withECDSA"));
            case 0x0603 -> Optional.of(Signature.getInstance("SHA512withECDSA"));
            case 0x0804 -> Optional.of(pss("SHA-256", MGF1ParameterSpec.SHA256, 32));
            case 0x0805 -> Optional.of(pss("SHA-384", MGF1ParameterSpec.SHA384, 48));
            case 0x0806 -> Optional.of(pss("SHA-512", MGF1ParameterSpec.SHA512, 64));
            default -> Optional.empty();
        };
    }

    private static Signature pss(String hash, MGF1ParameterSpec mask, int salt) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(new PSSParameterSpec(hash, "MGF1", mask, salt, PSSParameterSpec.TRAILER_FIELD_BC));
        return signature;
    }
}
