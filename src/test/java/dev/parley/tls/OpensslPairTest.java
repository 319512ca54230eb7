package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Direction;
import dev.parley.tls.TlsDecoderTest.Reading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What OpenSSL's client and server say to each other")
@Timeout(60)
class OpensslPairTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("is resumed by the session id in TLS 1.2 where there are no tickets")
    void sessionId() throws Exception {
        List<Reading> readings = twice("-tls1_2", "-no_ticket");

        assertThat(resumptions(readings)).containsExactly(Optional.empty(), Optional.of(Resumption.SESSION_ID));
        assertThat(readings.get(0).titles()).doesNotContain("rx NewSessionTicket");
        abbreviated(readings.get(1));
    }

    @Test
    @DisplayName("is resumed by a ticket in TLS 1.2")
    void ticket() throws Exception {
        List<Reading> readings = twice("-tls1_2");

        assertThat(resumptions(readings)).containsExactly(Optional.empty(), Optional.of(Resumption.TICKET));
        assertThat(readings.get(0).titles()).contains("rx NewSessionTicket");
        abbreviated(readings.get(1));
    }

    private static void abbreviated(Reading reading) {
        assertThat(reading.titles())
                .startsWith("tx ClientHello", "rx ServerHello")
                .containsSubsequence("rx ChangeCipherSpec", "rx Finished", "tx ChangeCipherSpec", "tx Finished")
                .doesNotContain("rx Certificate");
        assertThat(reading.conversation().steps())
                .filteredOn(step -> step.state() == HandshakeState.SERVER_CERTIFICATE
                        || step.state() == HandshakeState.CLIENT_KEY_EXCHANGE)
                .extracting(HandshakeStep::status)
                .containsOnly(HandshakeStep.Status.SKIPPED);
    }

    @Test
    @DisplayName("is resumed by a pre-shared key in TLS 1.3, from a ticket that came after the handshake")
    void preSharedKey() throws Exception {
        List<Reading> readings = twice("-tls1_3");

        assertThat(resumptions(readings)).containsExactly(Optional.empty(), Optional.of(Resumption.PRE_SHARED_KEY));
        assertThat(readings.get(0).titles())
                .containsSubsequence("tx Finished", "rx NewSessionTicket", "rx NewSessionTicket");
        assertThat(TlsDecoderTest.step(readings.get(0).conversation(), HandshakeState.NEW_SESSION_TICKET)
                        .status())
                .isEqualTo(HandshakeStep.Status.DONE);
        assertThat(readings.get(1).titles()).doesNotContain("rx Certificate", "rx CertificateVerify");
    }

    @Test
    @DisplayName("begins twice where the server wants another curve")
    void helloRetryRequest() throws Exception {
        try (OpensslPair pair = new OpensslPair(folder, "-tls1_3", "-groups", "P-384")) {
            Reading reading =
                    pair.connect(connection -> connection.sees("Verify return code"), "-groups", "X25519:P-384");

            assertThat(reading.titles())
                    .startsWith("tx ClientHello", "rx HelloRetryRequest")
                    .containsSubsequence("tx ClientHello", "rx ServerHello", "rx EncryptedExtensions", "tx Finished");
            whole(reading);
            assertThat(reading.conversation().steps())
                    .filteredOn(step -> step.status() == HandshakeStep.Status.DONE)
                    .extracting(HandshakeStep::state)
                    .contains(HandshakeState.HELLO_RETRY_REQUEST, HandshakeState.SECOND_CLIENT_HELLO);
        }
    }

    @Test
    @DisplayName("is read on after a KeyUpdate of either side")
    void keyUpdate() throws Exception {
        try (OpensslPair pair = new OpensslPair(folder, "-tls1_3")) {
            Reading reading = pair.connect(connection -> {
                connection.sees("Verify return code");
                connection.clientTypes("before");
                connection.serverSees("before");
                connection.serverTypes("K");
                connection.serverTypes("between");
                connection.sees("between");
                connection.clientTypes("K");
                connection.clientTypes("after");
                connection.serverSees("after");
                connection.serverTypes("farewell");
                connection.sees("farewell");
            });

            assertThat(reading.titles())
                    .containsSubsequence("rx KeyUpdate", "tx KeyUpdate")
                    .filteredOn(title -> title.endsWith("KeyUpdate"))
                    .hasSizeGreaterThanOrEqualTo(3);
            assertThat(reading.text(Direction.TX)).isEqualTo("before\nafter\n");
            assertThat(reading.text(Direction.RX)).isEqualTo("between\nfarewell\n");
            whole(reading);
            assertThat(reading.conversation().steps())
                    .filteredOn(step -> step.status() == HandshakeStep.Status.DONE)
                    .extracting(HandshakeStep::state)
                    .endsWith(HandshakeState.CLIENT_KEY_UPDATE, HandshakeState.SERVER_KEY_UPDATE);
        }
    }

    @Test
    @DisplayName("is read where the client speaks before the handshake is over, and where the server does not listen")
    void earlyData() throws Exception {
        Path early = Files.writeString(folder.resolve("early.txt"), "too early to be safe\n");
        Path session = folder.resolve("session.pem");
        try (OpensslPair pair = new OpensslPair(folder, "-tls1_3", "-early_data")) {
            pair.connect(connection -> saved(connection, session), "-sess_out", session.toString());
            Reading taken = pair.connect(
                    connection -> connection.sees("Early data was accepted").serverSees("too early"),
                    "-sess_in",
                    session.toString(),
                    "-early_data",
                    early.toString());

            assertThat(taken.text(Direction.TX)).isEqualTo("too early to be safe\n");
            assertThat(taken.titles())
                    .containsSubsequence("tx ClientHello", "tx Application data", "tx EndOfEarlyData", "tx Finished");
            assertThat(taken.conversation().resumption()).contains(Resumption.PRE_SHARED_KEY);
            whole(taken);
            assertThat(TlsDecoderTest.step(taken.conversation(), HandshakeState.END_OF_EARLY_DATA)
                            .status())
                    .isEqualTo(HandshakeStep.Status.DONE);

            // The same ticket once more: the server takes early data only once, and skips over it.
            Reading refused = pair.connect(
                    connection -> connection.sees("Early data was rejected"),
                    "-sess_in",
                    session.toString(),
                    "-early_data",
                    early.toString());
            assertThat(refused.titles())
                    .containsSubsequence("tx ClientHello", "tx Application data", "tx Finished")
                    .doesNotContain("tx EndOfEarlyData");
            whole(refused);
        }
    }

    /** Two connections, the second with the first's session. */
    private List<Reading> twice(String... serverOptions) throws Exception {
        Path session = folder.resolve("session.pem");
        try (OpensslPair pair = new OpensslPair(folder, serverOptions)) {
            Reading first = pair.connect(connection -> saved(connection, session), "-sess_out", session.toString());
            Reading second =
                    pair.connect(connection -> connection.sees("Verify return code"), "-sess_in", session.toString());
            whole(first);
            whole(second);
            return List.of(first, second);
        }
    }

    private static void saved(OpensslPair.Connection connection, Path session) {
        connection.sees("Verify return code");
        Awaitility.await().until(() -> Files.exists(session) && Files.size(session) > 0);
    }

    private static List<Optional<Resumption>> resumptions(List<Reading> readings) {
        return readings.stream()
                .map(reading -> reading.conversation().resumption())
                .toList();
    }

    /** Every byte is explained, and nothing was in the way. */
    private static void whole(Reading reading) {
        TlsConversation conversation = reading.conversation();
        assertThat(conversation.problems()).isEmpty();
        assertThat(conversation.result()).isEqualTo(TlsConversation.Result.CLOSED);
        assertThat(conversation.records()).allMatch(TlsRecord::readable);
        for (TlsMessage message : conversation.messages()) {
            assertThat(Sum.of(conversation, message).total())
                    .as(message.title())
                    .isEqualTo(conversation.recordBytes(message));
            if (message.records().size() == 1
                    && conversation.messages().stream()
                                    .filter(other -> other.records().equals(message.records()))
                                    .count()
                            == 1) {
                assertThat(TlsDissectorTest.covered(conversation.dissect(message)))
                        .as(message.title())
                        .isEqualTo(conversation.recordBytes(message));
            }
        }
    }
}
