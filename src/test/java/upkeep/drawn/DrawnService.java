package upkeep.drawn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a process shall receive.
 *
 * @param arguments behind the program
 * @param environment variables by name
 * @param folder the last part of the path of its working directory
 * @param credentials by name
 */
public record DrawnService(
        List<String> arguments, Map<String, String> environment, String folder, Map<String, Secret> credentials) {

    /**
     * A credential.
     *
     * @param file the last part of the path of the file that it is loaded from
     * @param content what is in there
     */
    public record Secret(String file, String content) {}

    public DrawnService {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        credentials = Map.copyOf(credentials);
    }

    /** Where the service called {@code name} runs. */
    public String directory(String name) {
        return "/srv/drawn/" + name + "/work " + folder;
    }

    /** Where its credentials are loaded from, by their names. */
    public Map<String, String> files(String name) {
        Map<String, String> files = new LinkedHashMap<>();
        credentials.forEach((credential, secret) ->
                files.put(credential, "/srv/drawn/" + name + "/" + credential + "-" + secret.file()));
        return files;
    }

    /** The entry of {@code services:} that says so, for a program that is given the name and then the arguments. */
    public String yaml(String name, String program) {
        String exec = "[" + program + ", " + name
                + arguments.stream().map(text -> ", " + filledIn(text)).collect(Collectors.joining()) + "]";
        String variables = environment.entrySet().stream()
                .map(each -> each.getKey() + ": " + filledIn(each.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
        String secrets = files(name).entrySet().stream()
                .map(each -> Yaml.text(each.getKey()) + ": " + Yaml.text(each.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
        return "  " + name + ":\n    type: oneshot\n    user: root\n    exec: " + exec + "\n    directory: "
                + Yaml.text(directory(name)) + "\n    environment: " + variables + "\n    credentials: " + secrets
                + "\n";
    }

    /** A brace behind a dollar sign would be a placeholder of ours there. */
    private static String filledIn(String text) {
        return Yaml.text(text.replace("${", "$${"));
    }
}
