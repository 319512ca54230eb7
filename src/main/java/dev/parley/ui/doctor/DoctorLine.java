package dev.parley.ui.doctor;

import dev.parley.doctor.Finding;
import dev.parley.doctor.Undecided;
import dev.parley.ui.shared.Mark;
import dev.parley.ui.shared.MarkLabel;
import dev.parley.ui.shared.Panel;
import dev.parley.ui.shared.Selector;
import dev.parley.ui.shared.Shown;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The doctor's best finding in one line, with the way to its evidence and to the rest. */
public final class DoctorLine extends HBox implements Panel {
    private final MarkLabel code = new MarkLabel();
    private final ProgressBar confidence = new ProgressBar(0);
    private final Label confidenceText = new Label();
    private final Label title = new Label();
    private final Button evidence = new Button("Evidence", new FontIcon(Feather.CROSSHAIR));
    private final ToggleButton details = new ToggleButton("Details", new FontIcon(Feather.CHEVRON_UP));
    private Optional<Finding> best = Optional.empty();

    /**
     * A line without a finding.
     *
     * @param onDetails called with true to open the drawer, with false to close it
     */
    public DoctorLine(Selector selector, Consumer<Boolean> onDetails) {
        super(10);
        setId("doctor");
        getStyleClass().add("doctor-line");
        setAlignment(Pos.CENTER_LEFT);
        Label name = new Label("DOCTOR");
        name.getStyleClass().addAll("panel-title", "doctor-title");
        name.setMinWidth(Region.USE_PREF_SIZE);
        code.getStyleClass().addAll("doctor-code");
        code.setMinWidth(Region.USE_PREF_SIZE);
        confidence.setPrefWidth(54);
        confidence.setMinWidth(54);
        confidence.getStyleClass().addAll("small", "doctor-confidence");
        confidenceText.getStyleClass().addAll("bytes", "doctor-confidence-text");
        confidenceText.setMinWidth(Region.USE_PREF_SIZE);
        confidenceText.setTooltip(new Tooltip("Confidence, 0 to 1"));
        title.getStyleClass().add("doctor-finding");
        title.setId("doctor-title");
        title.setMinWidth(0);
        title.setWrapText(true);
        title.setMaxHeight(34);
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        evidence.setId("doctor-evidence");
        evidence.setTooltip(new Tooltip("Select what the finding rests on, in all panels (Ctrl+E)"));
        evidence.setOnAction(event -> best.ifPresent(selector::select));
        details.setId("doctor-details");
        details.setTooltip(new Tooltip("Meaning, evidence, what to try next, what would refute it (Ctrl+D)"));
        details.selectedProperty().addListener((observable, before, on) -> onDetails.accept(on));
        evidence.setMinWidth(Region.USE_PREF_SIZE);
        details.setMinWidth(Region.USE_PREF_SIZE);
        getChildren().addAll(name, code, confidence, confidenceText, title, evidence, details);
        offer(Optional.empty(), "Nothing to examine yet: press Connect.", Mark.WAITING);
        offerDetails(false);
    }

    /** Opens or closes the drawer. */
    public void details(boolean open) {
        details.setSelected(open && !details.isDisabled());
    }

    public boolean isOpen() {
        return details.isSelected();
    }

    /** Selects what the best finding rests on. */
    public void evidence() {
        evidence.fire();
    }

    @Override
    public void show(Shown shown) {
        List<Finding> findings = shown.snapshot().findings();
        Optional<Undecided> open = Undecided.of(shown.view(), findings);
        if (findings.isEmpty() && open.isPresent() && !shown.isEmpty()) {
            offer(Optional.empty(), open.get().why() + ". Try: " + open.get().test(), Mark.WARNING);
        } else if (!findings.isEmpty()) {
            String more = findings.size() > 1 ? "  (+" + (findings.size() - 1) + " more)" : "";
            offer(
                    Optional.of(findings.getFirst()),
                    (open.isPresent() ? "Not enough evidence, most likely: " : "")
                            + findings.getFirst().title()
                            + more,
                    Mark.FAILED);
        } else if (shown.isEmpty()) {
            offer(Optional.empty(), "Nothing to examine yet: press Connect.", Mark.WAITING);
        } else if (shown.state().failure().isPresent()) {
            offer(Optional.empty(), shown.state().failure().get(), Mark.WARNING);
        } else {
            offer(Optional.empty(), "No findings: nothing in this session looks wrong.", Mark.DONE);
        }
        offerDetails(!findings.isEmpty()
                || shown.socket()
                        .filter(socket -> socket.openedNanos().isPresent())
                        .isPresent());
    }

    private void offer(Optional<Finding> finding, String text, Mark without) {
        best = finding;
        finding.ifPresentOrElse(
                it -> {
                    code.show(it.confidence() >= 0.5 ? Mark.FAILED : Mark.WARNING, it.code());
                    confidence.setProgress(it.confidence());
                    confidenceText.setText(String.format(Locale.ROOT, "%.2f", it.confidence()));
                },
                () -> code.show(
                        without,
                        switch (without) {
                            case DONE -> "healthy";
                            case WARNING -> "failed";
                            default -> "waiting";
                        }));
        boolean found = finding.isPresent();
        confidence.setVisible(found);
        confidence.setManaged(found);
        confidenceText.setVisible(found);
        confidenceText.setManaged(found);
        title.setText(text);
        evidence.setDisable(!found);
    }

    /** The drawer has something to show: findings, or the books of a connection. */
    private void offerDetails(boolean any) {
        if (!any) {
            details.setSelected(false);
        }
        details.setDisable(!any);
    }
}
