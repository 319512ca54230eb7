package dev.parley.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.journal.Bytes;
import dev.parley.link.Link;
import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.ControllerState.Level;
import dev.parley.session.DataFolder;
import dev.parley.session.snippet.SnippetException;
import dev.parley.session.snippet.SnippetFile;
import dev.parley.session.snippet.SnippetRun.StepResult;
import dev.parley.session.snippet.SnippetRun.Verdict;
import dev.parley.sim.BenchLinks;
import dev.parley.tls.client.Breakpoint;
import dev.parley.ui.PanelPictures.Look;
import dev.parley.ui.compare.ComparePanel;
import dev.parley.ui.shared.Theme;
import dev.parley.ui.snippets.Entry;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.TreeView;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures of the window. They stay in {@code target/pictures} to be looked at. */
@DisplayName("The pictures of the window")
class PanelPicturesTest {
    private static final List<Link> OPENED = new ArrayList<>();

    @AfterAll
    static void closeLinks() {
        OPENED.forEach(Link::close);
    }

    @ParameterizedTest(name = "{0}, {1}, {2}x{3}, findings {4}")
    @CsvSource({
        "empty,        LIGHT, 1280,  800, false",
        "empty,        DARK,  1920, 1080, false",
        "serial,       LIGHT, 1280,  800, false",
        "serial,       DARK,  1920, 1080, false",
        "lost,         DARK,  1280,  800, false",
        "tcp,          LIGHT, 1280,  800, false",
        "parked,       LIGHT, 1280,  800, false",
        "parked,       DARK,  1440,  900, false",
        "healthy,      LIGHT, 1440,  900, false",
        "healthy,      DARK,  1280,  800, false",
        "field-report, LIGHT, 1280,  800, false",
        "field-report, DARK,  1280,  800, false",
        "field-report, LIGHT, 1920, 1080, false",
        "field-report, DARK,  1920, 1080, true",
        "field-report, LIGHT, 1280,  800, true",
        "looked-back,  LIGHT, 1280,  800, false",
        "compared,     LIGHT, 1280,  800, false",
        "compared,     DARK,  1920, 1080, false",
        "breakpoints,  LIGHT, 1440,  900, false",
        "audited,      LIGHT, 1280,  800, false",
        "key-log,      DARK,  1280,  800, false",
        "snippets,     LIGHT, 1280,  800, false",
        "snippets,     DARK,  1920, 1080, false",
        "lab,          LIGHT, 1280,  800, false",
        "lab,          DARK,  1920, 1080, false",
        "replayed,     LIGHT, 1280,  800, false",
        "replayed,     DARK,  1920, 1080, false",
        "imported,     LIGHT, 1280,  800, false",
        "imported,     DARK,  1920, 1080, false",
        "struck,       DARK,  1280,  800, false",
        "struck,       LIGHT, 1920, 1080, false",
        "next-test,    LIGHT, 1280,  800, true",
        "bytes,        DARK,  1280,  800, true",
        "soaked,       LIGHT, 1280,  800, false",
        "soaked,       DARK,  1920, 1080, false",
        "held-together, LIGHT, 1280,  800, false",
        "held-together, DARK,  1920, 1080, false",
    })
    @DisplayName("are drawn of every kind of session, in both themes, at every size")
    void areDrawn(String kind, Theme theme, int width, int height, boolean findings) throws IOException {
        FakeController controller = new FakeController();
        String link =
                switch (kind) {
                    case "field-report", "next-test", "bytes" -> "sim:field-report";
                    case "serial", "lost" -> "serial:/dev/ttyUSB2?baud=921600&flow=rtscts";
                    case "tcp" -> "tcp://gateway.example:2001?reconnect=60s";
                    default -> "sim:";
                };
        switch (kind) {
            case "parked" -> {
                var _ = controller.connect(Profiles.bench(link), Level.MESSAGE);
                for (int i = 0; i < 6; i++) {
                    controller.step();
                }
                controller.pass(3200);
            }
            case "healthy" -> {
                var _ = controller.connect(Profiles.bench(link), Level.RUN);
                var _ = controller.subscribe("parley/#", 1);
                var _ = controller.publish("parley/hello", Bytes.utf8("hello from Parley"), 1, false);
                var _ = controller.publish("parley/t", Bytes.utf8("{\"temperature\": 21.5}"), 0, true);
            }
            case "looked-back", "compared", "breakpoints", "audited", "key-log", "snippets", "lab" -> {
                var _ = controller.connect(Profiles.bench(link), Level.RUN);
            }
            case "field-report", "next-test", "bytes" -> {
                var _ = controller.connect(Profiles.bench(link), Level.RUN);
            }
            case "lost" -> {
                var _ = controller.connect(Profiles.bench(link), Level.RUN);
                controller.loseLink();
            }
            default -> {}
        }
        Path directory = Files.createDirectories(
                Path.of("target", "pictures", kind + "-" + theme + "-" + width + (findings ? "-findings" : "")));

        List<Path> files = PanelPictures.write(
                controller.source(),
                controller,
                kind.equals("key-log") ? withKeyLog(Profiles.bench(link)) : Profiles.bench(link),
                directory,
                new Look(width, height, theme, findings),
                window -> pose(kind, controller, window));

        assertThat(files.getFirst()).hasFileName("window.png");
        BufferedImage window = ImageIO.read(files.getFirst().toFile());
        assertThat(window.getWidth()).isEqualTo(width);
        assertThat(window.getHeight()).isEqualTo(height);
        assertThat(colours(window)).as("colours in the picture").hasSizeGreaterThan(30);
    }

    private static void pose(String kind, FakeController controller, ParleyWindow window) {
        switch (kind) {
            case "replayed" -> replay(window);
            case "imported" -> window.openSession(Path.of("src/test/resources/dev/parley/importer/qcom.log"));
            case "looked-back" -> {
                for (int i = 0; i < 8; i++) {
                    window.handshake().step(false);
                    window.pull();
                }
                window.handshake().askByte(877);
                window.breakpoints()
                        .add(new Breakpoint.BeforeMessage(dev.parley.journal.Direction.TX, "CertificateVerify"));
            }
            case "healthy" -> {
                window.pull();
                if (window.root().lookup("#mqtt-topics-shown") instanceof ToggleButton topics
                        && window.root().lookup("#mqtt-messages") instanceof TableView<?> messages) {
                    topics.setSelected(true);
                    messages.getSelectionModel().selectLast();
                }
            }
            case "compared" -> {
                var _ = controller.connect(Profiles.bench("sim:field-report"), Level.RUN);
                window.pull();
                window.showTool(ToolDrawer.Page.EXPERIMENTS);
                window.experiments().compareLast();
            }
            case "audited" -> {
                window.audit().open(Path.of("src/test/resources/dev/parley/tls/mbedtls/bg95-aws.h"));
                window.showTool(ToolDrawer.Page.AUDIT);
            }
            case "breakpoints" -> {
                window.breakpoints().add(new Breakpoint.BeforeMessage(dev.parley.journal.Direction.TX, "Certificate"));
                window.breakpoints().add(new Breakpoint.AtByte(dev.parley.journal.Direction.TX, 877));
                window.breakpoints().enable(new Breakpoint.OnAlert(), false);
                window.showTool(ToolDrawer.Page.BREAKPOINTS);
            }
            case "snippets" -> runSnippet(controller, window);
            case "lab" -> {
                window.showTool(ToolDrawer.Page.LAB);
                window.root().applyCss();
                window.root().layout();
                ((TextField) window.root().lookup("#scenario-words")).setText("closed after certificate");
            }
            case "struck" -> strike(controller, window);
            case "soaked" -> soak(window);
            case "held-together" -> holdTogether(window);
            case "next-test", "bytes" -> {
                window.pull();
                window.root().applyCss();
                window.root().layout();
                ((ToggleButton) window.root()
                                .lookup(kind.equals("bytes") ? "#doctor-page-ledger" : "#doctor-page-next-test"))
                        .fire();
            }
            default -> {}
        }
    }

    /** The field report's session as it stood three states before its end. */
    private static void replay(ParleyWindow window) {
        FakeController other = new FakeController();
        var _ = other.connect(Profiles.bench("sim:field-report"), Level.RUN);
        try {
            Path file = Files.createTempDirectory("replayed").resolve("yesterday.parley");
            window.openSession(other.writeSession(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        for (int i = 0; i < 3; i++) {
            window.replay().jump(false);
        }
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(window.replay()::isSettled);
        window.pull();
    }

    /** Three deaths of one kind and one of another, held against a session that ended well. */
    private static void holdTogether(ParleyWindow window) {
        try {
            Path folder = Files.createTempDirectory("parley-compared");
            for (String link : List.of("sim:", "sim:field-report", "sim:field-report", "sim:field-report")) {
                Path run = Files.createTempDirectory(folder, "run-");
                PlayedSession.write(link, run.resolve("session.parley"));
            }
            window.showTool(ToolDrawer.Page.COMPARE);
            window.root().applyCss();
            window.root().layout();
            ((ComparePanel) window.root().lookup("#compare")).add(List.of(folder));
            Label told = (Label) window.root().lookup("#compare-told");
            await().atMost(java.time.Duration.ofSeconds(30)).pollInSameThread().until(() -> {
                window.pull();
                return told.getText().startsWith("4 sessions that ended in 2 ways.");
            });
            ((TreeView<?>) window.root().lookup("#compare-sessions"))
                    .getSelectionModel()
                    .select(3);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void strike(FakeController controller, ParleyWindow window) {
        BenchLinks links = new BenchLinks(DataFolder.usual().path().resolve("bench"), 1);
        window.faultsStrike(links.running());
        window.showTool(ToolDrawer.Page.LAB);
        var _ = controller.connect(Profiles.bench("sim:"), Level.RUN);
        try {
            OPENED.add(links.open(LinkAddress.parse("sim:")));
            window.pull();
            window.root().applyCss();
            window.root().layout();
            window.root().lookupAll(".lab-fault").stream()
                    .map(Button.class::cast)
                    .filter(button -> button.getText().equals("Radio off 10 s"))
                    .forEach(Button::fire);
        } catch (LinkException e) {
            throw new AssertionError(e);
        }
    }

    /** Four variants of which two always fail; the soak itself needs no JavaFX thread. */
    private static void soak(ParleyWindow window) {
        try {
            Path home = Files.createTempDirectory("parley-soaks");
            window.soaksKeptIn(home, (run, keeper) -> new FakeController());
            window.showTool(ToolDrawer.Page.SOAK);
            window.root().applyCss();
            window.root().layout();
            ((ChoiceBox<?>) window.root().lookup("#soak-vary-1"))
                    .getSelectionModel()
                    .selectLast();
            ((TextField) window.root().lookup("#soak-values-1")).setText("clean,field-report");
            ((ChoiceBox<?>) window.root().lookup("#soak-vary-2"))
                    .getSelectionModel()
                    .select(1);
            ((TextField) window.root().lookup("#soak-values-2")).setText("256,877");
            ((Button) window.root().lookup("#soak-start")).fire();
            Label told = (Label) window.root().lookup("#soak-told");
            await().atMost(java.time.Duration.ofSeconds(30)).pollInSameThread().until(() -> {
                window.pull();
                return told.getText().startsWith("All");
            });
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void runSnippet(FakeController controller, ParleyWindow window) {
        controller.held = true;
        window.showTool(ToolDrawer.Page.SNIPPETS);
        try {
            window.snippets().offer(new Entry(SnippetFile.ofLibrary("identify-modem"), "Parley's own"));
        } catch (SnippetException e) {
            throw new AssertionError(e);
        }
        window.root().applyCss();
        ((Button) window.root().lookup("#snippet-run")).fire();
        List<String> lines = List.of("Quectel", "OK");
        controller.runObserver.ended(
                new StepResult(1, 1, 0, 1, "the maker", "AT+CGMI", lines, Verdict.PASSED, "", 18_000_000));
        controller.runObserver.begins(1, 2, "the model", "AT+CGMM");
    }

    private static ConnectionProfile withKeyLog(ConnectionProfile profile) {
        ConnectionProfile.Tls tls = profile.tls().orElseThrow();
        return profile.withTls(Optional.of(new ConnectionProfile.Tls(
                tls.ca(), tls.certificate(), tls.key(), tls.sni(), tls.alpn(), true, tls.readTimeout())));
    }

    private static Set<Integer> colours(BufferedImage picture) {
        Set<Integer> colours = new HashSet<>();
        for (int y = 0; y < picture.getHeight(); y += 3) {
            for (int x = 0; x < picture.getWidth(); x += 3) {
                colours.add(picture.getRGB(x, y));
            }
        }
        return colours;
    }
}
