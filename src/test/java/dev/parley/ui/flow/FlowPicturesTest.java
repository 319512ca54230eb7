package dev.parley.ui.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chart.FlowPicture;
import dev.parley.chart.Ink;
import dev.parley.flow.FlowLayer;
import dev.parley.flow.FlowLog;
import dev.parley.flow.FlowMark;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import dev.parley.ui.PlayedSession;
import dev.parley.ui.shared.FxThread;
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
        "bytes,   LIGHT, 1280,  700, 30",
        "bytes,   DARK,  1280,  700, 35",
        "bytes,   LIGHT, 1280,  700, 40",
        "bytes,   DARK,  1920, 1000, 36",
    })
    @DisplayName("are drawn of every kind of session, zoomed by keys, in both themes")
    void areDrawn(String kind, Theme theme, int width, int height, int zoomed) throws Exception {
        FlowPicture picture =
                switch (kind) {
                    case "healthy" -> FlowPicture.of(PlayedSession.healthy().snapshot(), 0);
                    case "refused" -> FlowPicture.of(PlayedSession.refused().snapshot(), 0);
                    case "hours" -> hours();
                    case "bytes" -> session(width);
                    default -> FlowPicture.of(PlayedSession.empty().snapshot(), 0);
                };
        FxThread.startToolkit(LIMIT);
        List<FlowAxis.Mode> modes = new ArrayList<>();
        BufferedImage drawn = FxThread.call(
                () -> {
                    FlowChart chart = new FlowChart(nanos -> {}, FlowPicturesTest::bytes, Runnable::run);
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

    private static final String WRITTEN = "AT+QIRD=0,1500\r";
    private static final String READ = "\r\n+QIRD: 7\r\n\u0015\u0003\u0003\u0000\u0002\u0002*\r\nOK\r\n";

    /** Four hours of silence with one read of an alert, at the moment that stays where it is when a chart is magnified by keys. */
    private static FlowPicture session(int width) {
        long end = 4 * 3_600 * SECOND;
        double left = 74;
        double right = width - 148;
        long at = Math.round((width / 2.0 - left) / (right - left) * end) - 2_000_000;
        FlowLog log = new FlowLog();
        log.bytes(FlowLayer.LINK, Direction.TX, at, WRITTEN.length());
        log.mark(FlowMark.READ, at, 0);
        log.bytes(FlowLayer.LINK, Direction.RX, at + 3_500_000, 14);
        log.bytes(FlowLayer.LINK, Direction.RX, at + 3_600_000, READ.length() - 14);
        log.bytes(FlowLayer.SOCKET, Direction.RX, at + 3_600_000, 7);
        return new FlowPicture(
                log.picture(),
                List.of(new FlowPicture.Band(0, end, "7 CLIENT_CERTIFICATE", "7", Ink.TLS, true)),
                Optional.empty(),
                end,
                11_520);
    }

    private static Bytes bytes(Place place) {
        return Bytes.latin1(place.direction() == Direction.TX ? WRITTEN : READ)
                .slice((int) place.from(), (int) place.to());
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
                        new FlowPicture.Band(0, 40 * SECOND, "bring-up", "up", Ink.AT, false),
                        new FlowPicture.Band(40 * SECOND, at, "MQTT", "M", Ink.MQTT, false)),
                Optional.empty(),
                at,
                11_520);
    }
}
