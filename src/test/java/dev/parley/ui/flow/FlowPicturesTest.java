package dev.parley.ui.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.flow.FlowLayer;
import dev.parley.flow.FlowLog;
import dev.parley.flow.FlowMark;
import dev.parley.journal.Direction;
import dev.parley.ui.PlayedSession;
import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.Layer;
import dev.parley.ui.shared.Png;
import dev.parley.ui.shared.Theme;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures of the chart alone, as large as when it is maximised. They stay in {@code target/pictures/flow} to be looked at. */
@DisplayName("The pictures of the byte flow")
class FlowPicturesTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long SECOND = 1_000_000_000L;

    @ParameterizedTest(name = "{0}, {1}, {2}x{3}, zoomed {4} times")
    @CsvSource({
        "empty,   LIGHT, 1280,  700, 0",
        "healthy, LIGHT, 1280,  700, 0",
        "healthy, DARK,  1920, 1000, 0",
        "refused, DARK,  1280,  700, 0",
        "refused, LIGHT,  700,  150, 0",
        "hours,   LIGHT, 1280,  700, 0",
        "hours,   DARK,  1920, 1000, 3",
        "hours,   LIGHT, 1280,  700, 14",
        "hours,   DARK,   700,  150, 25",
        "hours,   DARK,  1280,  700, 26",
        "healthy, LIGHT, 1280,  700, 9",
    })
    @DisplayName("are drawn of every kind of session, zoomed by keys, in both themes")
    void areDrawn(String kind, Theme theme, int width, int height, int zoomed) throws Exception {
        FlowPicture picture =
                switch (kind) {
                    case "healthy" -> FlowPicture.of(PlayedSession.healthy());
                    case "refused" -> FlowPicture.of(PlayedSession.refused());
                    case "hours" -> hours();
                    default -> FlowPicture.of(PlayedSession.empty());
                };
        FxThread.startToolkit(LIMIT);
        List<FlowAxis.Mode> modes = new ArrayList<>();
        BufferedImage drawn = FxThread.call(
                () -> {
                    FlowChart chart = new FlowChart(nanos -> {});
                    Scene scene = new Scene(new BorderPane(chart), width, height);
                    theme.dress(scene);
                    scene.getRoot().getStyleClass().add("parley");
                    chart.show(picture);
                    chart.hold(picture.endNanos() / 3);
                    scene.getRoot().applyCss();
                    scene.getRoot().layout();
                    for (int i = 0; i < zoomed; i++) {
                        chart.fireEvent(
                                new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.PLUS, false, false, false, false));
                    }
                    modes.add(chart.mode());
                    scene.getRoot().layout();
                    return Png.whole(scene.snapshot(null));
                },
                LIMIT);
        Path folder = Files.createDirectories(Path.of("target", "pictures", "flow"));
        Png.write(drawn, folder.resolve(kind + "-" + theme + "-" + width + "-" + zoomed + ".png"));

        Set<Integer> colours = new HashSet<>();
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                colours.add(drawn.getRGB(x, y));
            }
        }
        assertThat(colours).hasSizeGreaterThan(kind.equals("empty") ? 0 : 20);
        assertThat(modes).containsExactly(zoomed == 0 ? FlowAxis.Mode.WHOLE : FlowAxis.Mode.CHOSEN);
    }

    /** Five hours: polls, bursts, an hour of silence, a fading signal, flow control at work. */
    private static FlowPicture hours() {
        Random random = new Random(3);
        FlowLog log = new FlowLog();
        long at = SECOND;
        long exchange = 0;
        while (at < 5 * 3_600 * SECOND) {
            boolean burst = random.nextInt(40) == 0;
            for (int i = 0; i < (burst ? 60 : 1); i++) {
                log.mark(burst ? FlowMark.SEND : FlowMark.READ, at, exchange++);
                log.bytes(FlowLayer.LINK, Direction.TX, at, 16);
                log.bytes(FlowLayer.LINK, Direction.TX, at += 20_000_000, burst ? 700 : 0);
                log.bytes(FlowLayer.SOCKET, Direction.TX, at, burst ? 700 : 0);
                log.bytes(FlowLayer.LINK, Direction.RX, at += 30_000_000, 90);
                log.bytes(FlowLayer.SOCKET, Direction.RX, at, 60);
                log.bytes(FlowLayer.TLS, Direction.RX, at, 31);
                log.lines(at, random.nextInt(6) > 0, true);
            }
            log.mark(FlowMark.URC, at, exchange++);
            log.signal(at, -75 - (int) (20 * Math.sin(at / 3e12)) - random.nextInt(12));
            at += at > 7_200 * SECOND && at < 9_000 * SECOND ? 3_600 * SECOND : (2 + random.nextInt(9)) * SECOND;
        }
        return new FlowPicture(
                log.picture(),
                List.of(
                        new FlowPicture.Band(0, 40 * SECOND, "bring-up", "up", Layer.AT, false),
                        new FlowPicture.Band(40 * SECOND, at, "MQTT", "M", Layer.MQTT, false)),
                Optional.empty(),
                at,
                11_520);
    }
}
