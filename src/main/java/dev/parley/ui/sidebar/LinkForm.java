package dev.parley.ui.sidebar;

import dev.parley.link.Ports;
import dev.parley.session.ConnectionProfile;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Which modem, and over which link. */
final class LinkForm {
    private static final String ANY_MODEM = "what it says it is";

    private final ProfileForm form;
    private final FormGrid grid = new FormGrid();
    private final TextField link;
    private final Button scenario = new Button("", new FontIcon(Feather.SEARCH));

    LinkForm(ProfileForm form, ProfileChooser profiles, Consumer<String> search, Executor background) {
        this.form = form;
        link = FormGrid.field("link", form.link(), "sim: or serial:/dev/ttyUSB2?baud=115200 or tcp://host:port");
        grid.row("Profile", profiles);
        grid.row("Link", link);
        grid.row("Port", new PortChooser(form, Ports::list, background));
        scenario.setId("scenario");
        scenario.getStyleClass().add("scenario-button");
        scenario.setMaxWidth(Double.MAX_VALUE);
        scenario.setAlignment(Pos.CENTER_LEFT);
        scenario.setMnemonicParsing(false);
        scenario.setTooltip(new Tooltip("What the built-in bench is to do wrong: find another scenario in the lab"));
        scenario.setOnAction(event -> search.accept(form.practised()));
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

    private void showScenario() {
        scenario.setText(form.practised());
        scenario.setAccessibleText("Scenario to practise: " + form.practised() + ". Find another");
    }
}
