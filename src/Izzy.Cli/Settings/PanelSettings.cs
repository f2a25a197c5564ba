using System.CommandLine;
using Izzy.Cli.Text;
using Izzy.Panel;

namespace Izzy.Cli.Settings;

/// <summary>Where and for whom the panel is, the same for <c>mother</c> and <c>demo</c>.</summary>
internal sealed class PanelSettings
{
    /// <summary>The TCP port of the panel unless told otherwise.</summary>
    public const int DefaultPort = PanelOptions.DefaultPort;

    private readonly Setting<string?> _url = Setting.Text("--panel", $"Where the operator's panel is shown. Default: {PanelOptions.DefaultUrl}, for this machine alone.", "URL");
    private readonly Setting<bool> _none = Setting.Flag("--no-panel", "Show no panel.");
    private readonly Setting<bool> _openView = Setting.Flag("--panel-open-view", "Let everyone who reaches the panel look on without the token.");

    /// <summary>What opens the panel from elsewhere.</summary>
    public Setting<string?> Token { get; } = Setting.Text("--panel-token", "What is typed on other machines to see, reset and acknowledge. Default: one made at each start.", "TEXT");

    /// <summary>For the definition of a command.</summary>
    public IEnumerable<Option> All => [_url, _none, Token, _openView];

    /// <summary>What was chosen; null for no panel.</summary>
    /// <exception cref="CommandException">Something of it is wrong.</exception>
    public PanelOptions? Read(SettingSources settings)
    {
        var (url, token, opensViewing) = (settings.Get(_url), settings.Get(Token), settings.Get(_openView));
        if (url is not null && !PanelAddress.TryParse(url, out _, out var problem))
            throw new CommandException(new Problem(problem, PanelAddress.Example).At(settings.SourceOf(_url)));
        if (token is { Length: < PanelOptions.ShortestToken })
            throw new CommandException(new Problem("The token is too short to keep anybody out.", $"Use at least {PanelOptions.ShortestToken} characters.").At(settings.SourceOf(Token)));
        if (settings.Get(_none))
        {
            if (url is not null && IsTyped(_url) == IsTyped(_none))
                throw new CommandException(new Problem($"{settings.SourceOf(_none)} and {settings.SourceOf(_url)} are both given.", "Give one of them, not both."));
            // What is typed goes before what stands in the environment or in the file.
            if (url is null || IsTyped(_none))
                return null;
        }

        return new PanelOptions { Url = url ?? PanelOptions.DefaultUrl, Token = token, OpensViewing = opensViewing };

        bool IsTyped<T>(Setting<T> setting) => settings.IsGiven(setting) && settings.SourceOf(setting) == setting.Name;
    }
}
