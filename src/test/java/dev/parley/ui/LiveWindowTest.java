package dev.parley.ui;

import dev.parley.journal.Journal;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.LiveController;
import dev.parley.session.SessionController;
import dev.parley.sim.Bench;
import dev.parley.sim.BenchLinks;
import dev.parley.socket.AccessMode;
import dev.parley.ui.shared.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.Start;

/** The window on the real controller: simulated modem, built-in broker behind mutual TLS. */
@DisplayName("The window, on the built-in bench")
class LiveWindowTest extends WindowContract {
    @TempDir
    private static Path pki;

    @Start
    void start(Stage stage) throws Exception {
        open(stage);
    }

    @Override
    Subject subject() throws Exception {
        BenchLinks bench = new BenchLinks(pki, 1);
        BenchLinks.Files files = bench.files();
        SessionController controller =
                LiveController.standard(bench, header -> Journal.inMemory(header, System::nanoTime), "parley test");
        ConnectionProfile like = Profiles.bench("sim:");
        ConnectionProfile profile = new ConnectionProfile(
                like.name(),
                like.link(),
                like.apn(),
                Bench.HOST,
                Bench.PORT,
                AccessMode.BUFFER,
                like.chunk(),
                Optional.of(new ConnectionProfile.Tls(
                        Optional.of(files.ca()),
                        Optional.of(files.certificate()),
                        Optional.of(files.key()),
                        "",
                        List.of(),
                        false,
                        Duration.ofSeconds(20))),
                like.mqtt(),
                Duration.ofSeconds(60));
        return new Subject(controller, Source.of(controller), profile);
    }
}
