package dev.parley.ui.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.doctor.Finding;
import dev.parley.doctor.soak.Outcome;
import dev.parley.doctor.soak.SoakPlan;
import dev.parley.doctor.soak.SoakTable;
import dev.parley.doctor.soak.Variant;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.DataFolder;
import dev.parley.session.LiveController;
import dev.parley.session.Session;
import dev.parley.sim.BenchLinks;
import dev.parley.socket.AccessMode;
import dev.parley.ui.Profiles;
import dev.parley.ui.soak.SoakForm.InvalidSoakException;
import dev.parley.ui.soak.SoakForm.Varied;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A soak in the window")
@Timeout(120)
class SoakBoardTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path home;

    private static List<ConnectionProfile> profiles(ConnectionProfile base, SoakPlan plan) throws Exception {
        List<ConnectionProfile> profiles = new ArrayList<>();
        for (Variant variant : plan.variants()) {
            profiles.add(VariedProfile.of(base, variant));
        }
        return profiles;
    }

    @Test
    @DisplayName("tells that it cannot be kept where its folder cannot be made, and lets its caller go on meanwhile")
    void noFolder() throws Exception {
        Path file = Files.writeString(home.resolve("file"), "in the way");
        ConnectionProfile base = Profiles.bench("sim:");
        SoakPlan plan = new SoakForm().plan();
        SoakBoard board = new SoakBoard(file.resolve("below"), (run, keeper) -> {
            throw new AssertionError("no run is made");
        });

        board.start(plan, base, profiles(base, plan));

        await().atMost(LIMIT).until(() -> !board.isRunning());
        assertThat(board.state().phase()).isEqualTo(SoakBoard.Phase.FAILED);
        assertThat(board.state().failure()).contains("cannot be kept in " + file.resolve("below"));
    }

    @Test
    @DisplayName(
            "can be ended and goes on later, keeps the session of each run that failed, and says which variant differs")
    void goesOn() throws Exception {
        BenchLinks links = new BenchLinks(DataFolder.usual().folder("bench"), 1);
        BenchLinks.Files files = links.files();
        ConnectionProfile bench = Profiles.bench("sim:");
        ConnectionProfile base = bench.withMqtt(Optional.empty())
                .withTls(Optional.of(new ConnectionProfile.Tls(
                        Optional.of(files.ca()),
                        Optional.of(files.certificate()),
                        Optional.of(files.key()),
                        "",
                        List.of(),
                        false,
                        Duration.ofSeconds(30))));
        SoakForm form = new SoakForm();
        form.rows().getFirst().what().set(Varied.SCENARIO);
        form.runs().set("4");
        SoakPlan plan = form.plan();
        SoakBoard board = new SoakBoard(
                home,
                (run, keeper) -> LiveController.standard(new BenchLinks(links.pkiDirectory(), 1), keeper, "test"));

        board.start(plan, base, profiles(base, plan));
        await().atMost(LIMIT).until(() -> board.state().outcomes().size() >= 2);
        board.cancel();
        await().atMost(LIMIT).until(() -> !board.isRunning());
        assertThat(board.state().phase()).isEqualTo(SoakBoard.Phase.ENDED);
        int before = board.state().outcomes().size();
        assertThat(before).isBetween(2, 7);

        board.start(plan, base, profiles(base, plan));
        await().atMost(LIMIT).until(() -> !board.isRunning());
        assertThat(board.state().earlier()).isEqualTo(before);
        SoakBoard.State state = board.state();
        assertThat(state.phase()).as(state.failure()).isEqualTo(SoakBoard.Phase.COMPLETE);
        assertThat(state.done()).isEqualTo(1.0);
        SoakTable table = state.table();
        assertThat(table.rows()).extracting(row -> row.successes()).containsExactly(4, 0);
        assertThat(table.comparisons().getFirst().isBeyondChance()).isTrue();
        assertThat(state.failed()).hasSize(4);
        for (Outcome outcome : state.failed()) {
            Path file = state.session(outcome).orElseThrow();
            try (Session session = Session.open(file)) {
                assertThat(session.settled().findings())
                        .extracting(Finding::code)
                        .startsWith("certificate-refused");
            }
        }
        try (var kept = Files.list(state.folder().orElseThrow())) {
            assertThat(kept).as("the log, and the runs that failed").hasSize(5);
        }
    }

    @Test
    @DisplayName("has a variant for each combination of the values, and their profiles")
    void combinations() throws Exception {
        SoakForm form = new SoakForm();
        form.rows().getFirst().values().set("256, 877");
        form.rows().getLast().what().set(Varied.ACCESS_MODE);
        form.rows().getLast().values().set("buffer,push");
        assertThat(form.summary()).isEqualTo("4 variants of 20 make 80 runs");
        List<ConnectionProfile> profiles = profiles(Profiles.bench("sim:"), form.plan());
        assertThat(profiles).extracting(ConnectionProfile::chunk).containsExactly(256, 256, 877, 877);
        assertThat(profiles)
                .extracting(ConnectionProfile::accessMode)
                .containsExactly(AccessMode.BUFFER, AccessMode.PUSH, AccessMode.BUFFER, AccessMode.PUSH);
    }

    @Test
    @DisplayName("says in a sentence what cannot be used")
    void invalid() {
        SoakForm form = new SoakForm();
        form.runs().set("many");
        assertThat(form.summary()).contains("'many' is no number");
        form.runs().set("3");
        form.rows().getFirst().values().set("256,256");
        assertThatThrownBy(form::plan).isInstanceOf(InvalidSoakException.class).hasMessageContaining("each once");
        form.rows().getFirst().values().set("9999");
        assertThatThrownBy(() -> profiles(Profiles.bench("sim:"), form.plan()))
                .isInstanceOf(InvalidSoakException.class)
                .hasMessageContaining("1 to 1460");
        form.rows().getFirst().what().set(Varied.SCENARIO);
        assertThatThrownBy(() -> profiles(Profiles.bench("tcp://gateway.example:2001"), form.plan()))
                .isInstanceOf(InvalidSoakException.class)
                .hasMessageContaining("built-in bench");
    }
}
