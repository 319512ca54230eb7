package dev.parley.ui.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.doctor.soak.Cluster;
import dev.parley.doctor.soak.Ending;
import dev.parley.session.Snapshot;
import dev.parley.ui.PlayedSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Sessions held against each other")
class GatheringTest {
    @TempDir
    Path folder;

    private final Gathering gathering = new Gathering(Runnable::run);

    @BeforeEach
    void write() throws Exception {
        for (String run : List.of("run-00001", "run-00002")) {
            PlayedSession.write(
                    "sim:field-report",
                    Files.createDirectories(folder.resolve(run)).resolve("session.parley"));
        }
        PlayedSession.write("sim:", folder.resolve("good.parley"));
    }

    @Test
    @DisplayName("are found in a folder and below it, and those that ended alike stand together")
    void clusters() {
        gathering.add(List.of(folder));

        Gathering.State state = gathering.state();
        assertThat(state.waiting()).isZero();
        assertThat(state.clusters()).hasSize(2);
        assertThat(state.clusters().getFirst().isGood()).isTrue();
        assertThat(state.clusters().getLast().members()).hasSize(2);
        assertThat(state.clusters().getLast().example().outcome().state()).contains("CLIENT_CERTIFICATE");
        assertThat(state.good().orElseThrow().name()).endsWith("good.parley");
        assertThat(state.words()).isEqualTo("3 sessions that ended in 2 ways.");
    }

    @Test
    @DisplayName("are counted once, however often they are added")
    void once() {
        gathering.add(List.of(folder.resolve("good.parley"), folder));
        gathering.add(List.of(folder));

        assertThat(gathering.state().sessions()).isEqualTo(3);
    }

    @Test
    @DisplayName("leave out what cannot be read, and say so")
    void unreadable() throws Exception {
        Path junk = Files.writeString(folder.resolve("junk.parley"), "no session");

        gathering.add(List.of(folder, folder.resolve("missing.parley")));

        assertThat(gathering.state().sessions()).isEqualTo(3);
        assertThat(gathering.state().unread())
                .hasSize(2)
                .anySatisfy(why -> assertThat(why).contains(junk.toString()));
        assertThat(gathering.state().words()).contains("not read: ");
    }

    @Test
    @DisplayName("take in the one that is shown as well")
    void shown() {
        gathering.add("this one", PlayedSession.refused().snapshot());

        assertThat(gathering.state().clusters()).extracting(Cluster::isGood).containsExactly(false);
        assertThat(gathering.state().words()).isEqualTo("1 session.");
    }

    @Test
    @DisplayName("are forgotten, and what was still to be read is not read any more")
    void cleared() {
        List<Runnable> later = new ArrayList<>();
        Gathering slow = new Gathering(later::add);
        slow.add(List.of(folder));
        slow.clear();

        later.forEach(Runnable::run);

        assertThat(slow.state()).isEqualTo(Gathering.State.nothing());
    }

    @Test
    @DisplayName("are read on where one of them brings an error of Parley's own to light, and it is told")
    void internalError() {
        Gathering broken = new Gathering(
                Runnable::run,
                file -> {
                    if (file.endsWith("good.parley")) {
                        throw new IllegalStateException("no such state");
                    }
                    return ending(file);
                },
                () -> 0);

        broken.add(List.of(folder));

        assertThat(broken.state().waiting()).isZero();
        assertThat(broken.state().sessions()).isEqualTo(2);
        assertThat(broken.state().unread())
                .singleElement()
                .asString()
                .startsWith("internal error with " + folder.resolve("good.parley"))
                .contains("no such state", "please report it");
    }

    @Test
    @DisplayName("are sorted out anew at most twice a second while they are read, and with the last one")
    void seldom() {
        long[] clock = {0};
        List<String> seen = new ArrayList<>();
        AtomicReference<Gathering> self = new AtomicReference<>();
        Gathering watched = new Gathering(
                Runnable::run,
                file -> {
                    seen.add(self.get().state().sessions() + " are in, still to come: "
                            + self.get().state().waiting());
                    clock[0] += 200_000_000;
                    return ending(file.resolveSibling("session-" + seen.size()));
                },
                () -> clock[0]);
        self.set(watched);

        watched.add(Collections.nCopies(5, folder.resolve("good.parley")));

        assertThat(seen)
                .containsExactly(
                        "0 are in, still to come: 5",
                        "0 are in, still to come: 5",
                        "0 are in, still to come: 5",
                        "3 are in, still to come: 2",
                        "3 are in, still to come: 2");
        assertThat(watched.state().sessions()).isEqualTo(5);
        assertThat(watched.state().waiting()).isZero();
    }

    private static Ending ending(Path file) {
        Snapshot snapshot = PlayedSession.empty().snapshot();
        return Ending.of(file.toString(), snapshot.view(), snapshot.findings());
    }
}
