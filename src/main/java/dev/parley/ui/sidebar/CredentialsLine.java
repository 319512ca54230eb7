package dev.parley.ui.sidebar;

import dev.parley.tls.Severity;
import dev.parley.tls.client.CredentialFinding;
import dev.parley.tls.client.CredentialsReport;
import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.Mark;
import dev.parley.ui.shared.MarkLabel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/**
 * Whether the connection's files fit each other and the server. It is looked at in the background a moment after something was
 * typed, and again when a connection begins; nothing waits for it.
 */
final class CredentialsLine extends VBox {
    private static final Duration TYPING = Duration.millis(400);

    private final ProfileForm form;
    private final Executor background;
    private final Consumer<CredentialsReport> found;
    private final MarkLabel mark = new MarkLabel();
    private final Hyperlink more = new Hyperlink();
    private final Label sentence = new Label();
    private final Label fix = new Label();
    private int asked;
    private boolean wrong;

    /**
     * Nothing is looked at yet.
     *
     * @param background reads the files
     * @param found takes every report, on the JavaFX thread
     * @param details shows all of the last report
     */
    CredentialsLine(ProfileForm form, Executor background, Consumer<CredentialsReport> found, Runnable details) {
        this.form = form;
        this.background = background;
        this.found = found;
        setId("credentials");
        getStyleClass().add("credentials");
        sentence.setId("credentials-finding");
        fix.setId("credentials-fix");
        fix.getStyleClass().add("credentials-fix");
        for (Label label : List.of(sentence, fix)) {
            label.setWrapText(true);
            label.setMinHeight(Region.USE_PREF_SIZE);
        }
        more.setId("credentials-more");
        more.setMinWidth(Region.USE_PREF_SIZE);
        more.setOnAction(event -> {
            more.setVisited(false);
            details.run();
        });
        Region between = new Region();
        HBox.setHgrow(between, Priority.ALWAYS);
        getChildren().addAll(new HBox(6, mark, between, more), sentence, fix);
        PauseTransition typing = new PauseTransition(TYPING);
        typing.setOnFinished(event -> check());
        for (ObservableValue<?> part :
                List.of(form.tls(), form.ca(), form.certificate(), form.key(), form.endpoint())) {
            part.addListener((observable, before, now) -> typing.playFromStart());
        }
    }

    /** True where what was found means that the handshake cannot succeed. */
    boolean isWrong() {
        return wrong;
    }

    /** Looks at the files now, in the background. */
    void check() {
        asked++;
        int mine = asked;
        Optional<CredentialsReport.Subject> subject = form.credentials();
        if (subject.isEmpty()) {
            shown(false);
            return;
        }
        background.execute(() -> {
            CredentialsReport report = CredentialsReport.of(subject.get(), Instant.now());
            FxThread.run(() -> {
                if (mine == asked) {
                    show(report);
                    found.accept(report);
                }
            });
        });
    }

    private void shown(boolean on) {
        setVisible(on);
        setManaged(on);
        wrong = wrong && on;
    }

    private void show(CredentialsReport report) {
        Optional<CredentialFinding> worst = report.findings().stream().findFirst();
        Severity severity = worst.map(CredentialFinding::severity).orElse(Severity.NOTE);
        wrong = severity == Severity.ERROR;
        boolean told = severity != Severity.NOTE;
        mark.show(
                wrong ? Mark.FAILED : told ? Mark.WARNING : Mark.DONE,
                wrong ? "cannot work" : told ? "may not work" : "credentials fit");
        sentence.setText(told ? worst.map(CredentialFinding::sentence).orElse("") : "");
        fix.setText(told ? worst.map(CredentialFinding::fix).orElse("") : "");
        for (Label label : List.of(sentence, fix)) {
            label.setVisible(!label.getText().isEmpty());
            label.setManaged(label.isVisible());
        }
        more.setText(report.findings().size() > 1 ? "all " + report.findings().size() : "details");
        setAccessibleText(mark.getText() + ". " + sentence.getText() + " " + fix.getText());
        shown(true);
    }
}
