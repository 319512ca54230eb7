package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.tls.TlsDecoderTest.Reading;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ProtocolVersion;
import org.junit.jupiter.api.Test;

/** TLS 1.3 has states of its own, told with its secrets and without. */
class Tls13StatesTest {
    static TlsPair pair() {
        return new TlsPair().version(ProtocolVersion.TLSv13).suite(CipherSuite.TLS_AES_128_GCM_SHA256);
    }

    @Test
    void whatIsToComeIsAheadFromTheFirstMessageOn() {
        TlsPair pair = pair().mutual().talk("hello");
        TlsConversation whole = new Reading().know(pair).feed(pair).end().conversation();

        for (int most = 1; most <= 3; most++) {
            assertThat(whole.at(Long.MAX_VALUE - 1, most).steps())
                    .as("after %d messages", most)
                    .noneMatch(step -> step.status() == HandshakeStep.Status.SKIPPED)
                    .extracting(HandshakeStep::state)
                    .contains(
                            HandshakeState.ENCRYPTED_EXTENSIONS,
                            HandshakeState.SERVER_CERTIFICATE_VERIFY,
                            HandshakeState.CLIENT_CERTIFICATE_VERIFY);
        }
    }

    @Test
    void aMutualHandshakeGoesThroughTheStatesOfTls13() {
        TlsPair pair = pair().mutual().talk("hello", "there");
        TlsConversation conversation = new Reading().know(pair).feed(pair).end().conversation();

        assertThat(told(conversation))
                .containsExactly(
                        "0 HELLO_REQUEST DONE",
                        "1 CLIENT_HELLO DONE ClientHello",
                        "2 SERVER_HELLO DONE ServerHello",
                        "SERVER_CCS_AFTER_SERVER_HELLO DONE ChangeCipherSpec",
                        "19 ENCRYPTED_EXTENSIONS DONE EncryptedExtensions",
                        "5 CERTIFICATE_REQUEST DONE CertificateRequest",
                        "3 SERVER_CERTIFICATE DONE Certificate",
                        "9 CERTIFICATE_VERIFY DONE CertificateVerify",
                        "13 SERVER_FINISHED DONE Finished",
                        "22 CLIENT_CCS_AFTER_SERVER_FINISHED DONE ChangeCipherSpec",
                        "7 CLIENT_CERTIFICATE DONE Certificate",
                        "21 CLIENT_CERTIFICATE_VERIFY DONE CertificateVerify",
                        "11 CLIENT_FINISHED DONE Finished",
                        "14 FLUSH_BUFFERS DONE",
                        "15 HANDSHAKE_WRAPUP DONE",
                        "27 HANDSHAKE_OVER DONE",
                        "28 TLS1_3_NEW_SESSION_TICKET SKIPPED");
        assertThat(conversation.result()).isEqualTo(TlsConversation.Result.CLOSED);
    }

    @Test
    void whatIsEncryptedIsCalledSoAndNotLeftOut() {
        TlsPair pair = pair().mutual().talk("hello");
        TlsConversation conversation = new Reading().feed(pair).end().conversation();

        assertThat(told(conversation))
                .containsExactly(
                        "0 HELLO_REQUEST DONE",
                        "1 CLIENT_HELLO DONE ClientHello",
                        "2 SERVER_HELLO DONE ServerHello",
                        "SERVER_CCS_AFTER_SERVER_HELLO DONE ChangeCipherSpec",
                        "19 ENCRYPTED_EXTENSIONS ENCRYPTED",
                        "5 CERTIFICATE_REQUEST ENCRYPTED",
                        "3 SERVER_CERTIFICATE ENCRYPTED",
                        "9 CERTIFICATE_VERIFY ENCRYPTED",
                        "13 SERVER_FINISHED ENCRYPTED Encrypted record",
                        "22 CLIENT_CCS_AFTER_SERVER_FINISHED DONE ChangeCipherSpec",
                        "7 CLIENT_CERTIFICATE ENCRYPTED Encrypted record",
                        "21 CLIENT_CERTIFICATE_VERIFY ENCRYPTED Encrypted record",
                        "11 CLIENT_FINISHED ENCRYPTED Encrypted record",
                        "14 FLUSH_BUFFERS DONE",
                        "15 HANDSHAKE_WRAPUP DONE",
                        "27 HANDSHAKE_OVER DONE",
                        "28 TLS1_3_NEW_SESSION_TICKET ENCRYPTED");
        assertThat(conversation.messages())
                .filteredOn(TlsMessage.Protected.class::isInstance)
                .isNotEmpty()
                .allMatch(message -> message.title().equals("Encrypted record"));
    }

    @Test
    void aChangeCipherSpecThatLeftInTheMidstOfTheServersFlightStandsThere() {
        TlsPair pair = pair().mutual().talk();
        Reading reading = new Reading().know(pair);
        List<TlsPair.Piece> pieces = new ArrayList<>();
        for (TlsPair.Piece piece : pair.pieces) {
            TlsDecoderTest.records(piece.bytes())
                    .forEach(record -> pieces.add(new TlsPair.Piece(piece.direction(), record)));
        }
        TlsPair.Piece change = pieces.stream()
                .filter(piece ->
                        piece.direction() == Direction.TX && piece.bytes().u8(0) == 20)
                .findFirst()
                .orElseThrow();
        pieces.remove(change);
        pieces.add(4, change);
        pieces.forEach(piece -> reading.feed(piece.direction(), piece.bytes()));

        List<Integer> messages = reading.end().conversation().steps().stream()
                .flatMapToInt(step -> step.message().stream())
                .boxed()
                .toList();
        assertThat(messages).isSorted().contains(4);
        assertThat(reading.conversation().messages().get(4)).isInstanceOf(TlsMessage.ChangeCipherSpec.class);
    }

    /** Where the client stands after each record, in the numbers of mbedTLS 3.6. */
    @Test
    void thePresentStateFollowsTheWire() {
        TlsPair pair = pair().mutual().talk();
        Reading reading = new Reading().know(pair);
        List<String> states = new ArrayList<>();
        for (TlsPair.Piece piece : pair.pieces) {
            for (Bytes record : TlsDecoderTest.records(piece.bytes())) {
                reading.feed(piece.direction(), record);
                reading.conversation().present().ifPresent(step -> states.add(MbedTlsLine.V3.title(step.state())));
            }
        }
        assertThat(states.stream().distinct())
                .containsExactly(
                        "2 SERVER_HELLO",
                        "19 ENCRYPTED_EXTENSIONS",
                        "5 CERTIFICATE_REQUEST",
                        "3 SERVER_CERTIFICATE",
                        "9 CERTIFICATE_VERIFY",
                        "13 SERVER_FINISHED",
                        "7 CLIENT_CERTIFICATE",
                        "21 CLIENT_CERTIFICATE_VERIFY",
                        "11 CLIENT_FINISHED");
    }

    @Test
    void everyLineNumbersItsStatesAsItsHeaderDoes() {
        assertThat(MbedTlsLine.V2_16.words(HandshakeState.SERVER_NEW_SESSION_TICKET))
                .isEqualTo("MBEDTLS_SSL_SERVER_NEW_SESSION_TICKET (17)");
        assertThat(MbedTlsLine.V3.words(HandshakeState.SERVER_NEW_SESSION_TICKET))
                .isEqualTo("MBEDTLS_SSL_NEW_SESSION_TICKET (16)");
        assertThat(MbedTlsLine.V2_28.words(HandshakeState.HANDSHAKE_OVER)).isEqualTo("MBEDTLS_SSL_HANDSHAKE_OVER (16)");
        assertThat(MbedTlsLine.V4.words(HandshakeState.HANDSHAKE_OVER)).isEqualTo("MBEDTLS_SSL_HANDSHAKE_OVER (27)");
        assertThat(MbedTlsLine.V2_28.number(HandshakeState.ENCRYPTED_EXTENSIONS))
                .isEmpty();
        for (MbedTlsLine line : MbedTlsLine.values()) {
            assertThat(HandshakeState.TLS12)
                    .as(line.label())
                    .allMatch(state -> line.number(state).isPresent());
            assertThat(line.words(HandshakeState.CLIENT_CERTIFICATE)).isEqualTo("MBEDTLS_SSL_CLIENT_CERTIFICATE (7)");
        }
    }

    static List<String> told(TlsConversation conversation) {
        MbedTlsLine line = MbedTlsLine.usual(conversation);
        return conversation.steps().stream()
                .map(step -> line.title(step.state()) + " " + step.status()
                        + step.message().stream()
                                .mapToObj(index ->
                                        " " + conversation.messages().get(index).title())
                                .findFirst()
                                .orElse(""))
                .toList();
    }
}
