package dev.parley.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.session.ControllerState.Level;
import dev.parley.ui.shared.Mark;
import dev.parley.ui.shared.Shown;
import dev.parley.ui.shared.Source;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The read-out")
class ReadOutTest {
    private final FakeController controller = new FakeController();

    private ReadOut readOut() {
        Source source = controller.source();
        return ReadOut.of(new Shown(source.snapshot(), source.state(), source.now(), true));
    }

    @Test
    @DisplayName("is idle before anything was connected")
    void idle() {
        assertThat(readOut()).isEqualTo(new ReadOut(Mark.WAITING, "IDLE", "press Connect"));
    }

    @Test
    @DisplayName("names the state whose message is about to leave, with its bytes")
    void parkedBeforeAMessage() {
        var _ = controller.connect(Profiles.bench("sim:"), Level.MESSAGE);
        assertThat(readOut().text()).isEqualTo("1 CLIENT_HELLO · 142 B");

        for (int i = 0; i < 6; i++) {
            controller.step();
        }

        assertThat(readOut())
                .isEqualTo(new ReadOut(Mark.PARKED, "7 CLIENT_CERTIFICATE · 877 B", "parked before Certificate"));
    }

    @Test
    @DisplayName("names the state whose message came and is not acted upon yet")
    void parkedAfterAMessage() {
        var _ = controller.connect(Profiles.bench("sim:"), Level.MESSAGE);
        controller.step();

        assertThat(readOut().text()).startsWith("2 SERVER_HELLO");
        assertThat(readOut().caption()).isEqualTo("parked after ServerHello");
    }

    @Test
    @DisplayName("names the state a handshake died in, and who closed")
    void died() {
        var _ = controller.connect(Profiles.bench("sim:field-report"), Level.RUN);

        assertThat(readOut().mark()).isEqualTo(Mark.FAILED);
        assertThat(readOut().text()).isEqualTo("7 CLIENT_CERTIFICATE · 877 B");
        assertThat(readOut().caption()).startsWith("died here: closed by peer at ");
    }

    @Test
    @DisplayName("tells version and suite of a session that is ready")
    void ready() {
        var _ = controller.connect(Profiles.bench("sim:"), Level.RUN);

        assertThat(readOut()).isEqualTo(new ReadOut(Mark.DONE, "READY", "TLS 1.2 · ECDHE_RSA_AES_128_GCM_SHA256"));
    }
}
