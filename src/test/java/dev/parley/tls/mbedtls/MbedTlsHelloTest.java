package dev.parley.tls.mbedtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.journal.Bytes;
import dev.parley.tls.Hello;
import dev.parley.tls.client.Gate;
import dev.parley.tls.client.TlsClientConfig;
import dev.parley.tls.client.TlsClientDriver;
import dev.parley.tls.client.TlsTransport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The client's first record, as an mbedTLS build")
class MbedTlsHelloTest {
    private static final String NAME = "a.example";
    private static final String PROTOCOL = "x-amzn-mqtt-ca";
    private static final int KEY_SHARE = 51;
    /** Where the random begins: after the headers of record and message and the version. */
    private static final int RANDOM = 5 + 4 + 2;

    static Stream<Arguments> builds() {
        return MbedTlsProfileTest.builds();
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource("builds")
    @DisplayName("is what the real library sends, byte for byte but for random, session id and key share")
    void isWhatTheLibrarySends(String config, String version, String record) throws Exception {
        MbedTlsBuild build =
                MbedTlsBuild.of(Texts.of(config), MbedTlsVersion.parse(version).orElseThrow());

        assertThat(masked(sent(build))).isEqualTo(masked(Bytes.hex(record)));
    }

    @Test
    @DisplayName("is what a client sends that is compiled here against the installed mbedTLS 2.28")
    void isWhatTheInstalledLibrarySends(@TempDir Path folder) throws Exception {
        InstalledMbedTls installed = InstalledMbedTls.orSkip();

        assertThat(masked(sent(installed.build()))).isEqualTo(masked(installed.firstRecord(folder, NAME, PROTOCOL)));
    }

    /** The record in hexadecimal, with zeros for what is made by chance. */
    private static String masked(Bytes record) {
        Hello hello = Hello.client(record.from(9)).orElseThrow();
        byte[] bytes = record.toArray();
        Arrays.fill(bytes, RANDOM, RANDOM + 32, (byte) 0);
        Arrays.fill(bytes, RANDOM + 33, RANDOM + 33 + hello.sessionId().length(), (byte) 0);
        String masked = Bytes.wrap(bytes).hex();
        // One share: the list's length, group and length stand before the key.
        Optional<Bytes> key = hello.extension(KEY_SHARE).map(share -> share.from(6));
        return key.isEmpty()
                ? masked
                : masked.replace(key.get().hex(), "00".repeat(key.get().length()));
    }

    /** What Parley's client sends first for that build. */
    private static Bytes sent(MbedTlsBuild build) {
        MbedTlsProfile profile = MbedTlsProfile.of(build);
        AtomicReference<Bytes> first = new AtomicReference<>(Bytes.empty());
        TlsTransport deaf = new TlsTransport() {
            @Override
            public void send(Bytes bytes) throws IOException {
                first.set(bytes);
                throw new IOException("one record is enough");
            }

            @Override
            public Bytes receive(int most, Duration limit) {
                return Bytes.empty();
            }

            @Override
            public void close() {}
        };
        TlsClientConfig config = new TlsClientConfig(
                        NAME,
                        true,
                        profile.alpn() ? List.of(PROTOCOL) : List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20))
                .withOffer(profile.offer().orElseThrow());
        TlsClientDriver driver =
                new TlsClientDriver(config, deaf, new Gate(Gate.Level.RUN, stop -> {}), (label, random, secret) -> {});
        assertThatThrownBy(driver::handshake).isInstanceOf(IOException.class);
        return first.get();
    }
}
