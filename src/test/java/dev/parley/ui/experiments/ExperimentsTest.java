package dev.parley.ui.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.session.ConnectionProfile;
import dev.parley.session.ControllerState.Level;
import dev.parley.tls.ClientOffer;
import dev.parley.tls.Comparison;
import dev.parley.tls.client.Experiments;
import dev.parley.tls.client.Experiments.ByteChange;
import dev.parley.tls.client.Experiments.Change;
import dev.parley.ui.PlayedSession;
import dev.parley.ui.Profiles;
import dev.parley.ui.compare.ComparisonRow;
import dev.parley.ui.experiments.ExperimentForm.InvalidExperimentException;
import dev.parley.ui.shared.Shown;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Experiments")
class ExperimentsTest {
    private final ExperimentForm form = new ExperimentForm();
    private final ConnectionProfile usual = Profiles.bench("sim:");

    private ConnectionProfile.Tls tried() throws InvalidExperimentException {
        return form.on(usual).tls().orElseThrow();
    }

    @Test
    @DisplayName("leave a profile alone while nothing is tried")
    void nothing() throws InvalidExperimentException {
        assertThat(form.on(usual)).isEqualTo(usual);
        assertThat(form.words()).isEmpty();
    }

    @Test
    @DisplayName("on the records are those that were typed")
    void records() throws InvalidExperimentException {
        form.fragment().set("256");
        form.oneSend().set(true);
        form.delay().set("250");
        form.oneByte().set(Choices.OneByte.DROP);
        form.byteNumber().set("877");
        form.chunk().set("100");

        Experiments experiments = tried().experiments();
        assertThat(experiments.fragmentAt()).hasValue(256);
        assertThat(experiments.oneSend()).isTrue();
        assertThat(experiments.delays()).isEqualTo(Map.of("Certificate", Duration.ofMillis(250)));
        assertThat(experiments.changes()).containsExactly(new ByteChange("Certificate", 877, Change.DROP));
        assertThat(form.on(usual).chunk()).isEqualTo(100);
        assertThat(form.words())
                .containsExactly(
                        "fragments of 256 B",
                        "one send a flight",
                        "sends of 100 B",
                        "250 ms before Certificate",
                        "byte 877 of Certificate dropped");
    }

    @Test
    @DisplayName("on the ClientHello change what is offered, and nothing else of it")
    void offer() throws InvalidExperimentException {
        form.versions().set(Choices.Versions.TLS_1_3);
        form.suites().set(Choices.Suites.AES_128_GCM);
        form.curves().set(Choices.Curves.P_384);
        form.fragmentLength().set("512");
        form.noServerName().set(true);

        ClientOffer offer = tried().offer();
        assertThat(offer.versions()).containsExactly(ClientOffer.TLS_1_3);
        assertThat(offer.suites()).containsExactly(0x1301);
        assertThat(offer.groups()).containsExactly(0x0018);
        assertThat(offer.maxFragmentLength()).hasValue(512);
        assertThat(offer.serverName()).isFalse();
        assertThat(offer.signatureSchemes()).isEqualTo(ClientOffer.standard().signatureSchemes());
    }

    @Test
    @DisplayName("without a certificate show none, though the profile has one")
    void noCertificate() throws InvalidExperimentException {
        form.identity().set(Choices.Identity.NONE);

        assertThat(tried().certificate()).isEmpty();
        assertThat(tried().key()).isEmpty();
    }

    @Test
    @DisplayName("that cannot be are refused with what to put in")
    void refused() {
        form.fragment().set("0");
        assertThatThrownBy(() -> form.on(usual)).hasMessageContaining("from 1 to 16384");
        form.reset();
        form.oneByte().set(Choices.OneByte.FLIP);
        assertThatThrownBy(() -> form.on(usual)).hasMessageContaining("the byte's number");
        form.reset();
        form.oneSend().set(true);
        assertThatThrownBy(() -> form.on(usual.withTls(Optional.empty()))).hasMessageContaining("no TLS");
    }

    @Test
    @DisplayName("are kept as runs, each once however often it is shown, with what came of it")
    void runs() {
        RunList runs = new RunList();
        runs.begin(List.of());
        Shown parked = PlayedSession.parked(3, 0);
        assertThat(runs.follow(parked)).isTrue();
        assertThat(runs.follow(parked)).as("nothing new").isFalse();
        assertThat(runs.runs().getFirst().outcome()).startsWith("under way");

        runs.begin(List.of("one send a flight"));
        runs.follow(PlayedSession.connected("sim:field-report", Level.RUN));

        assertThat(runs.runs()).extracting(Run::words).containsExactly("as usual", "one send a flight");
        Run died = runs.runs().getLast();
        assertThat(died.failed()).isTrue();
        assertThat(died.outcome()).isEqualTo("died in 7 CLIENT_CERTIFICATE: Alert fatal certificate_unknown(46)");
        assertThat(died.sent()).isEqualTo(142 + 877);
    }

    @Test
    @DisplayName("side by side have one first difference")
    void compared() {
        List<ComparisonRow> rows = ComparisonRow.of(Comparison.of(
                PlayedSession.healthy().conversation().orElseThrow(),
                PlayedSession.refused().conversation().orElseThrow()));

        assertThat(rows).filteredOn(ComparisonRow::isFirst).hasSize(1);
        ComparisonRow first =
                rows.stream().filter(ComparisonRow::isFirst).findFirst().orElseThrow();
        assertThat(first.difference()).isNotEmpty();
        assertThat(rows.subList(0, rows.indexOf(first)))
                .allMatch(row -> row.difference().isEmpty());
    }
}
