package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The way up")
@Timeout(30)
class WayUpTest {
    @Test
    @DisplayName("is told in the order in which it changed, however slow an observer is")
    void toldInOrder() throws Exception {
        WayUp wayUp = new WayUp(() -> 0);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<ControllerState.Phase> told = new CopyOnWriteArrayList<>();
        wayUp.observe(state -> {
            if (state.phase() == ControllerState.Phase.OPENING) {
                inside.countDown();
                try {
                    goOn.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            told.add(state.phase());
        });
        CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> wayUp.phase(ControllerState.Phase.OPENING));
        assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
        wayUp.phase(ControllerState.Phase.READY);
        goOn.countDown();
        slow.get(10, TimeUnit.SECONDS);
        assertThat(told).containsExactly(ControllerState.Phase.OPENING, ControllerState.Phase.READY);
    }

    @Test
    @DisplayName("takes the time of a step from where that step began, whoever reports it")
    void timeOfAStep() {
        long[] now = {0};
        WayUp wayUp = new WayUp(() -> now[0]);
        wayUp.start("Link");
        now[0] = 100;
        wayUp.step(new ControllerState.Step("SIM", ControllerState.Step.Status.RUNNING, "", -1));
        now[0] = 130;
        wayUp.fail("broken");
        assertThat(wayUp.state().steps().getLast().nanos()).isEqualTo(30);
    }
}
