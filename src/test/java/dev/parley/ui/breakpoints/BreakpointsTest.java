package dev.parley.ui.breakpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.journal.Direction;
import dev.parley.tls.client.Breakpoint;
import dev.parley.ui.breakpoints.BreakpointDraft.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Breakpoints")
class BreakpointsTest {
    private static final Breakpoint CERTIFICATE = new Breakpoint.BeforeMessage(Direction.TX, "Certificate");
    private static final Breakpoint ALERT = new Breakpoint.OnAlert();

    private final BreakpointList list = new BreakpointList();

    @Test
    @DisplayName("that are switched off stay in the list and stop nothing")
    void switchedOff() {
        list.add(CERTIFICATE);
        list.add(ALERT);
        list.enable(CERTIFICATE, false);

        assertThat(list.active()).containsExactly(ALERT);
        assertThat(list.has(CERTIFICATE)).isTrue();
        assertThat(list.isActive(CERTIFICATE)).isFalse();
    }

    @Test
    @DisplayName("are told to whoever drives with every change")
    void told() {
        List<Set<Breakpoint>> heard = new ArrayList<>();
        list.observe(heard::add);

        list.toggle(CERTIFICATE);
        list.add(CERTIFICATE);
        list.toggle(CERTIFICATE);

        assertThat(heard).containsExactly(Set.of(CERTIFICATE), Set.of());
    }

    @Test
    @DisplayName("are what was typed")
    void typed() {
        assertThat(BreakpointDraft.breakpoint(Kind.BEFORE_CLIENT, "certificate"))
                .isEqualTo(CERTIFICATE);
        assertThat(BreakpointDraft.breakpoint(Kind.AFTER_SERVER, "ServerHelloDone"))
                .isEqualTo(new Breakpoint.AfterMessage(Direction.RX, "ServerHelloDone"));
        assertThat(BreakpointDraft.breakpoint(Kind.SENT, " 877 ")).isEqualTo(new Breakpoint.AtByte(Direction.TX, 877));
        assertThat(BreakpointDraft.breakpoint(Kind.URC, "+QIURC: \"closed\""))
                .isEqualTo(new Breakpoint.OnUrc("+QIURC: \"closed\""));
        assertThat(BreakpointDraft.breakpoint(Kind.SLOW, "500"))
                .isEqualTo(new Breakpoint.SlowerThan(Duration.ofMillis(500)));
        assertThat(BreakpointDraft.breakpoint(Kind.ALERT, "")).isEqualTo(ALERT);
    }

    @Test
    @DisplayName("that cannot be are refused with what to type")
    void refused() {
        assertThatThrownBy(() -> BreakpointDraft.breakpoint(Kind.BEFORE_CLIENT, "ServerHello"))
                .hasMessageStartingWith("Name a message: ClientHello, Certificate");
        assertThatThrownBy(() -> BreakpointDraft.breakpoint(Kind.SENT, "many"))
                .hasMessage("Type a number, for example 877");
        assertThatThrownBy(() -> BreakpointDraft.breakpoint(Kind.SENT, "0")).hasMessageEndingWith("1 at least");
        assertThatThrownBy(() -> BreakpointDraft.breakpoint(Kind.URC, " "))
                .hasMessageStartingWith("Type how it begins");
    }
}
