package dev.parley.ui.lab;

import dev.parley.session.SessionController;
import dev.parley.sim.RunningBenches;
import dev.parley.ui.shared.DividerKeys;
import dev.parley.ui.shared.Notices;
import dev.parley.ui.shared.Panel;
import dev.parley.ui.shared.Shown;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.BorderPane;

/** The lab: at the left scenarios to practise with, at the right faults by hand, each of which is noted in the session. */
public final class LabPanel extends BorderPane implements Panel {
    private final PractisePane practise;
    private final FaultsPane faults;

    /**
     * A lab; its faults strike nothing until {@link #strikes} names the benches.
     *
     * @param scenarios the names of those that are offered
     * @param chosen takes the name of a scenario that is to be practised
     * @param background reads scenarios
     */
    public LabPanel(
            SessionController controller,
            List<String> scenarios,
            Consumer<String> chosen,
            Notices notices,
            Executor background) {
        practise = new PractisePane(scenarios, chosen, background);
        faults = new FaultsPane(words -> notices.watch(controller.note("Fault by hand: " + words)));
        SplitPane parts = new SplitPane(practise, faults);
        parts.getStyleClass().add("inner-split");
        DividerKeys.on(parts);
        parts.setDividerPositions(0.62);
        setCenter(parts);
        setMinSize(0, 0);
    }

    /** From now on faults happen to {@code benches}. */
    public void strikes(RunningBenches benches) {
        faults.strikes(benches);
    }

    /** Goes to where one types what to look for, with the scenario {@code present} selected. */
    public void search(String present) {
        practise.select(present);
        practise.words().requestFocus();
        practise.words().selectAll();
    }

    @Override
    public void show(Shown shown) {
        // It shows benches, not a session: see tick.
    }

    @Override
    public void tick(long nowNanos) {
        faults.refresh();
    }
}
