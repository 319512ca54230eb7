package dev.parley.ui.sidebar;

import dev.parley.link.Ports;
import dev.parley.session.ConnectionProfile;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;

/** Which modem, and over which link. */
final class LinkForm {
    private static final String ANY_MODEM = "what it says it is";

    private final ProfileForm form;
    private final FormGrid grid = new FormGrid();
    private final TextField link;
    private final ComboBox<String> scenario = new ComboBox<>();

    LinkForm(ProfileForm form, List<String> scenarios, Executor background) {
        this.form = form;
        link = FormGrid.field("link", form.link(), "sim: or serial:/dev/ttyUSB2?baud=115200 or tcp://host:port");
        grid.row("Link", link);
        grid.row("Port", new PortChooser(form, Ports::list, background));
        scenario.setId("scenario");
        scenario.getItems().addAll(scenarios);
        scenario.setMaxWidth(Double.MAX_VALUE);
        scenario.setTooltip(new Tooltip("What the built-in bench is to do wrong"));
        showScenario();
        scenario.getSelectionModel().selectedItemProperty().addListener((observable, before, name) -> {
            if (name != null
                    && !(form.scenario().isEmpty()
                            && scenario.getSelectionModel().getSelectedIndex() == 0)) {
                form.scenario(name);
            }
        });
        Label practise = grid.row("Practise", scenario);
        form.link().subscribe(address -> {
            boolean bench = form.isBench();
            practise.setVisible(bench);
            practise.setManaged(bench);
            scenario.setVisible(bench);
            scenario.setManaged(bench);
            showScenario();
        });
        ComboBox<String> modem = new ComboBox<>();
        modem.setId("modem");
        modem.setAccessibleText("modem profile");
        modem.getItems().add(ANY_MODEM);
        modem.getItems().addAll(ConnectionProfile.modems());
        modem.setValue(form.modem().get().isEmpty() ? ANY_MODEM : form.modem().get());
        modem.valueProperty().subscribe(name -> form.modem().set(ANY_MODEM.equals(name) ? "" : name));
        modem.setMaxWidth(Double.MAX_VALUE);
        modem.setTooltip(new Tooltip("Which modem's manual its time limits and access modes are taken from"));
        grid.row("Modem", modem);
    }

    FormGrid grid() {
        return grid;
    }

    TextField link() {
        return link;
    }

    /** An address without a scenario means the first one, which is healthy. */
    private void showScenario() {
        if (form.scenario().isEmpty()) {
            scenario.getSelectionModel().selectFirst();
        } else if (scenario.getItems().contains(form.scenario())) {
            scenario.getSelectionModel().select(form.scenario());
        }
    }
}
