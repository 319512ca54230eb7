package dev.parley.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.journal.Bytes;
import dev.parley.journal.Journal;
import dev.parley.session.ControllerState;
import dev.parley.session.HostileBroker;
import dev.parley.session.SessionController;
import dev.parley.socket.ModemSocket;
import dev.parley.ui.shared.Source;
import dev.parley.ui.shared.Theme;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import javafx.animation.AnimationTimer;
import javafx.scene.control.TableView;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@DisplayName("Under a hostile broker, the window")
@ExtendWith(ApplicationExtension.class)
@Timeout(120)
class HostileBrokerWindowTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int FLOOD = 4000;
    private static final long MOST_BETWEEN_PULSES = Duration.ofSeconds(1).toNanos();

    private final Bytes says = attack();
    private HostileBroker broker;
    private SessionController controller;

    /** A flood of messages, wrong identifiers, noise, and a packet that never ends. */
    private static Bytes attack() {
        Random random = new Random(1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(HostileBroker.CONNACK.toArray());
        for (int i = 0; i < FLOOD; i++) {
            out.writeBytes(new byte[] {0x30, 7, 0, 1, (byte) ('a' + i % 26), (byte) 0xff, '{', '1', '}'});
            if (i % 10 == 0) {
                out.writeBytes(new byte[] {0x40, 2, (byte) random.nextInt(256), (byte) random.nextInt(256)});
            }
        }
        out.writeBytes(new byte[] {0x30, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f, 0, 1, 't'});
        byte[] noise = new byte[10_000];
        random.nextBytes(noise);
        out.writeBytes(noise);
        return Bytes.wrap(out.toByteArray());
    }

    @Start
    void start(Stage stage) throws Exception {
        broker = HostileBroker.saying(says);
        controller = broker.controller(header -> Journal.inMemory(header, System::nanoTime));
        ParleyWindow window = new ParleyWindow(
                controller,
                HostileBroker.profile(),
                List.of("clean"),
                Source.of(controller),
                task -> Thread.ofVirtual().start(task));
        window.open(stage, 990, 900, Theme.LIGHT);
    }

    @AfterEach
    void close() throws IOException {
        controller.close();
        broker.close();
    }

    @Test
    @DisplayName("goes on pulsing, shows the messages, and what the modem received is in the journal byte for byte")
    void doesNotFreeze(FxRobot robot) throws Exception {
        AtomicLong longest = new AtomicLong();
        AnimationTimer pulses = new AnimationTimer() {
            private long last;

            @Override
            public void handle(long now) {
                long stamp = System.nanoTime();
                if (last != 0) {
                    longest.accumulateAndGet(stamp - last, Math::max);
                }
                last = stamp;
            }
        };
        robot.interact(pulses::start);
        var _ = controller.connect(HostileBroker.profile(), ControllerState.Level.RUN);
        await().atMost(LIMIT)
                .until(() -> socket().map(it -> it.received() > FLOOD).orElse(false));
        TableView<?> table = robot.lookup("#mqtt-messages").queryTableView();
        await().atMost(LIMIT).until(() -> table.getItems().size() > 100);
        var _ = controller.disconnect();
        await().atMost(LIMIT)
                .until(() -> socket().map(it -> it.closedNanos().isPresent()).orElse(false));
        robot.interact(pulses::stop);

        System.out.println("longest time between two pulses: " + longest.get() / 1_000_000 + " ms, "
                + table.getItems().size() + " messages shown");
        assertThat(longest.get()).as("nanoseconds between two pulses").isLessThan(MOST_BETWEEN_PULSES);
        ModemSocket socket = socket().orElseThrow();
        Bytes kept = HostileBroker.carried(socket, controller.session().journal());
        assertThat(kept.length()).isEqualTo((int) socket.received());
        assertThat(kept).isEqualTo(says.slice(0, kept.length()));
    }

    private Optional<ModemSocket> socket() {
        return controller.session().settled().view().sockets().stream().findFirst();
    }
}
