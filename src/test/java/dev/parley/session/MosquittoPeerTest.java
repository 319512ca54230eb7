package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.link.LinkAddress;
import dev.parley.sim.SimLinks;
import dev.parley.sim.modem.ModemSetup;
import dev.parley.sim.modem.Routes;
import dev.parley.socket.AccessMode;
import dev.parley.tls.ClientOffer;
import dev.parley.tls.HandshakeState;
import dev.parley.tls.HandshakeStep;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.client.Programs;
import dev.parley.tls.client.TestPki;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A whole session to mosquitto with mutual TLS, through the simulated modem")
@Timeout(60)
class MosquittoPeerTest {
    @TempDir
    private static Path folder;

    private static final TestPki PKI = new TestPki();
    /** Where it speaks TLS 1.2, and where TLS 1.3. */
    private static int port;

    private static int port13;
    private static @Nullable Process broker;

    @BeforeAll
    static void startBroker() throws Exception {
        Optional<Path> program = Programs.find("mosquitto");
        if (program.isEmpty()) {
            System.out.println("skipped: mosquitto is not installed, so there is no broker but our own to talk to");
        }
        assumeTrue(program.isPresent(), "mosquitto is not installed");
        port = Programs.freePort();
        port13 = Programs.freePort();
        TestPki.certificateFile(folder, "device.pem", PKI.device);
        TestPki.keyFile(folder, "device.key", PKI.device.keys());
        List<String> lines = new ArrayList<>();
        for (int own : List.of(port, port13)) {
            lines.addAll(List.of(
                    "listener " + own + " 127.0.0.1",
                    "cafile " + TestPki.certificateFile(folder, "ca.pem", PKI.authority),
                    "certfile " + TestPki.certificateFile(folder, "server.pem", PKI.server),
                    "keyfile " + TestPki.keyFile(folder, "server.key", PKI.server.keys()),
                    "tls_version " + (own == port13 ? "tlsv1.3" : "tlsv1.2"),
                    "require_certificate true"));
        }
        lines.addAll(
                List.of("allow_anonymous true", "persistence false", "user " + System.getProperty("user.name"), ""));
        Path config = Files.writeString(folder.resolve("mosquitto.conf"), String.join("\n", lines));
        broker = new ProcessBuilder(program.get().toString(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mosquitto.log").toFile())
                .start();
        await().atMost(WholeSession.LIMIT).until(MosquittoPeerTest::listens);
    }

    private static boolean listens() {
        try (Socket first = new Socket(InetAddress.getLoopbackAddress(), port);
                Socket second = new Socket(InetAddress.getLoopbackAddress(), port13)) {
            return first.isConnected() && second.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @AfterAll
    static void endBroker() throws InterruptedException {
        if (broker != null) {
            broker.destroy();
            if (!broker.waitFor(5, TimeUnit.SECONDS)) {
                broker.destroyForcibly();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(AccessMode.class)
    @DisplayName("brings the messages back in every access mode, has no finding and reads the same from its file")
    void wholeSession(AccessMode mode) throws Exception {
        WholeSession played = play(mode, port, ClientOffer.standard());

        assertThat(certificates(played))
                .as("the server's Certificate, then the device's")
                .hasSize(2)
                .endsWith(877);
    }

    @ParameterizedTest
    @EnumSource(AccessMode.class)
    @DisplayName("does the same in TLS 1.3, where the server gives tickets after the handshake")
    void wholeSession13(AccessMode mode) throws Exception {
        WholeSession played = play(
                mode, port13, ClientOffer.standard(List.of(ClientOffer.TLS_1_3)).withPskModes(List.of(1)));

        assertThat(played.conversation().version()).isEqualTo("TLS 1.3");
        assertThat(certificates(played)).hasSize(2).endsWith(897);
        assertThat(played.conversation().steps())
                .filteredOn(step -> step.state() == HandshakeState.NEW_SESSION_TICKET)
                .extracting(HandshakeStep::status)
                .containsExactly(HandshakeStep.Status.DONE);
    }

    private static List<Integer> certificates(WholeSession played) {
        TlsConversation conversation = played.conversation();
        return conversation.messages().stream()
                .filter(message -> message.title().equals("Certificate"))
                .map(conversation::recordBytes)
                .toList();
    }

    private static WholeSession play(AccessMode mode, int itsPort, ClientOffer offer) throws Exception {
        ConnectionProfile profile = new ConnectionProfile(
                "mosquitto",
                LinkAddress.parse("sim:"),
                "",
                "127.0.0.1",
                itsPort,
                mode,
                1460,
                Optional.of(new ConnectionProfile.Tls(
                                Optional.of(folder.resolve("ca.pem")),
                                Optional.of(folder.resolve("device.pem")),
                                Optional.of(folder.resolve("device.key")),
                                "localhost",
                                List.of(),
                                true,
                                WholeSession.LIMIT)
                        .withOffer(offer)),
                Optional.of(new ConnectionProfile.Mqtt("mosquitto-peer", Duration.ofSeconds(60), true)),
                WholeSession.LIMIT);

        WholeSession played = WholeSession.play(
                new SimLinks(ModemSetup.standard(), Routes.none(), 1),
                profile,
                folder.resolve(mode.word() + itsPort + ".parley"));

        played.wentUpAndDownInGoodOrder();
        assertThat(played.conversation().problems()).isEmpty();
        assertThat(played.conversation().result()).isEqualTo(TlsConversation.Result.CLOSED);
        played.broughtTheMessagesBack();
        played.hasNothingForTheDoctor();
        played.readsTheSameFromItsFile();
        return played;
    }
}
