package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.link.LinkAddress;
import dev.parley.session.ConnectionProfile;
import dev.parley.socket.AccessMode;
import dev.parley.tls.ClientOffer;
import dev.parley.tls.client.Experiments;
import dev.parley.tls.client.Experiments.ByteChange;
import dev.parley.tls.client.Experiments.Change;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@DisplayName("The options that try something on a handshake")
class ExperimentOptionsTest {
    private static ConnectionProfile profile(boolean tls) {
        return new ConnectionProfile(
                "test",
                new LinkAddress("sim", "", Map.of()),
                "",
                "broker.test",
                8883,
                AccessMode.BUFFER,
                1460,
                tls
                        ? Optional.of(new ConnectionProfile.Tls(
                                Optional.empty(),
                                Optional.of(Path.of("device.pem")),
                                Optional.of(Path.of("device.key")),
                                "",
                                List.of(),
                                false,
                                Duration.ofSeconds(30)))
                        : Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(30));
    }

    private static ConnectionProfile.Tls tls(String... arguments) {
        return CommandLine.populateCommand(new ExperimentOptions(), arguments)
                .on(profile(true))
                .tls()
                .orElseThrow();
    }

    @Test
    @DisplayName("change nothing where none is given")
    void nothing() {
        assertThat(tls()).isEqualTo(profile(true).tls().orElseThrow());
        assertThat(CommandLine.populateCommand(new ExperimentOptions()).on(profile(false)))
                .isEqualTo(profile(false));
    }

    @Test
    @DisplayName("say what is offered: versions, suites, curves, fragment length, no name")
    void offers() {
        assertThat(tls("--tls-version", "1.3").offer()).isEqualTo(ClientOffer.standard(List.of(ClientOffer.TLS_1_3)));
        assertThat(tls("--tls-version", "1.3,1.2").offer().suites()).startsWith(0x1301, 0x1302, 0x1303, 0xc02b);
        assertThat(tls("--suites", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,0xc030")
                        .offer()
                        .suites())
                .containsExactly(0xc02f, 0xc030);
        assertThat(tls("--curves", "x25519,secp384r1").offer().groups()).containsExactly(29, 24);
        assertThat(tls("--max-fragment", "512").offer().maxFragmentLength()).hasValue(512);
        assertThat(tls("--no-sni").offer().serverName()).isFalse();
        assertThat(tls("--no-cert").certificate()).isEmpty();
        assertThat(tls("--no-cert").key()).isEmpty();
    }

    @Test
    @DisplayName("say what is done to the records, the message's name in any case")
    void records() {
        assertThat(tls(
                                "--fragment",
                                "261",
                                "--one-send",
                                "--delay",
                                "certificate=5000",
                                "--flip",
                                "Certificate:877",
                                "--drop",
                                "ClientHello:12",
                                "--max-fragment",
                                "1024",
                                "--ignore-max-fragment")
                        .experiments())
                .isEqualTo(new Experiments(
                        OptionalInt.of(261),
                        true,
                        Map.of("Certificate", Duration.ofSeconds(5)),
                        List.of(
                                new ByteChange("Certificate", 877, Change.FLIP),
                                new ByteChange("ClientHello", 12, Change.DROP)),
                        true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--tls-version 1.1 | --tls-version '1.1' is not 1.2 or 1.3",
                "--suites NONSENSE | --suites 'NONSENSE' is no cipher suite of IANA's registry, nor a number",
                "--curves 0x10000 | --curves '0x10000' is no curve of IANA's registry, nor a number",
                "--max-fragment 700 | --max-fragment 700 is not 512, 1024, 2048 or 4096",
                "--ignore-max-fragment | --ignore-max-fragment needs --max-fragment: nothing is agreed that could be"
                        + " ignored",
                "--fragment 0 | --fragment 0 is not between 1 and 16384, the most a record carries",
                "--delay Certificate | --delay 'Certificate' is not MESSAGE=MS, such as Certificate=5000",
                "--flip ServerHello:1 | --flip 'ServerHello:1': a client sends no ServerHello, but ClientHello,"
                        + " Certificate, ClientKeyExchange, CertificateVerify, ChangeCipherSpec, Finished",
                "--drop Certificate:0 | --drop 'Certificate:0': the number is not between 1 and 2147483647",
            })
    @DisplayName("say in one sentence what is wrong with them")
    void mistakes(String arguments, String sentence) {
        assertThatExceptionOfType(BadInputException.class)
                .isThrownBy(() -> tls(arguments.split(" ")))
                .withMessage(sentence);
    }

    @Test
    @DisplayName("go with TLS only")
    void plain() {
        for (String option : List.of("--no-sni", "--no-cert", "--one-send")) {
            assertThatExceptionOfType(BadInputException.class)
                    .isThrownBy(() -> CommandLine.populateCommand(new ExperimentOptions(), option)
                            .on(profile(false)))
                    .withMessage("what changes the TLS handshake goes with TLS, not with --plain");
        }
    }
}
