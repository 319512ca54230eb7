package dev.parley.ui.sidebar;

import dev.parley.link.Ports;
import dev.parley.ui.shared.FxThread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javafx.scene.control.Tooltip;
import javafx.util.StringConverter;
import org.controlsfx.control.SearchableComboBox;

/** Chooses among the links there are: the bench, and the serial ports with their names; what is typed while it is open narrows the choice. */
final class PortChooser extends SearchableComboBox<PortChooser.Choice> {
    /** A link one can choose. */
    record Choice(String address, String words) {
        static final Choice BENCH = new Choice("sim:", "sim: the built-in bench");

        static Choice of(Ports.Port port) {
            return new Choice(port.address().toString(), port.words());
        }
    }

    PortChooser(ProfileForm form, Supplier<List<Ports.Port>> ports, Executor background) {
        setId("port");
        setPromptText("choose a port");
        setAccessibleText("port");
        setMaxWidth(Double.MAX_VALUE);
        setMinWidth(60);
        setPrefWidth(120);
        setTooltip(new Tooltip("The serial ports there are now, and the built-in bench"));
        setConverter(new StringConverter<>() {
            @Override
            public String toString(Choice choice) {
                return choice == null ? "" : choice.words();
            }

            @Override
            public Choice fromString(String words) {
                return getItems().stream()
                        .filter(choice -> choice.words().equals(words))
                        .findFirst()
                        .orElse(Choice.BENCH);
            }
        });
        getItems().add(Choice.BENCH);
        form.link()
                .subscribe(link -> setValue(getItems().stream()
                        .filter(choice -> form.isAt(choice.address()))
                        .findFirst()
                        .orElse(null)));
        valueProperty().subscribe(choice -> {
            if (choice != null && !form.isAt(choice.address())) {
                form.link().set(choice.address());
            }
        });
        // Asking the system for its ports takes tens of milliseconds.
        setOnShowing(event -> background.execute(() -> {
            List<Choice> found = new ArrayList<>();
            found.add(Choice.BENCH);
            ports.get().forEach(port -> found.add(Choice.of(port)));
            FxThread.run(() -> offer(found));
        }));
    }

    private void offer(List<Choice> found) {
        if (!found.equals(getItems())) {
            getItems().setAll(found);
        }
    }
}
